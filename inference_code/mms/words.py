"""Names of headers between a worker and the server; clients see none of them."""

HANDLED = "x-lockgate-handled"
"""The answer is a handler's; without it, it is Multi Model Server's own."""
OPERATION = "x-lockgate-operation"
PROMPT_TOKENS = "x-lockgate-prompt-tokens"
COMPLETION_TOKENS = "x-lockgate-completion-tokens"
FINISH_REASON = "x-lockgate-finish-reason"
