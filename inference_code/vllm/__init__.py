"""vLLM's own server, started the way SageMaker starts containers."""
