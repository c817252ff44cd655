"""Names, units and dimensions of the metrics: those that dashboards and alarms ask for.

`infra/config/inference_metrics.py` has the same, and a test compares the two.
"""

NAMESPACE = "Lockgate"
ENDPOINT_DIMENSION = "EndpointName"
VARIANT_DIMENSION = "VariantName"
MODEL_DIMENSION = "ModelName"

COUNT = "Count"
MILLISECONDS = "Milliseconds"
PER_SECOND = "Count/Second"

UNITS = {
    "Requests": COUNT,
    "ClientErrors": COUNT,
    "Throttles": COUNT,
    "Timeouts": COUNT,
    "ServerErrors": COUNT,
    "Cancelled": COUNT,
    "PromptTokens": COUNT,
    "CompletionTokens": COUNT,
    "FinishReasonStop": COUNT,
    "FinishReasonLength": COUNT,
    "FinishReasonOther": COUNT,
    "TimeToFirstToken": MILLISECONDS,
    "TimePerOutputToken": MILLISECONDS,
    "Latency": MILLISECONDS,
    "QueueTime": MILLISECONDS,
    "TokensPerSecond": PER_SECOND,
}
OF_MODELS = (
    "Requests",
    "PromptTokens",
    "CompletionTokens",
    "TimeToFirstToken",
    "TimePerOutputToken",
    "Latency",
)
UNPARSABLE = "UnparsableRecords"
OTHER_MODELS = "(other)"
"""Stands for models beyond the first hundred, and for names that no dimension may have."""
