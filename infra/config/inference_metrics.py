"""CloudWatch metrics that are made of the endpoints' inference records.

`functions/metrics` publishes them; dashboards, alarms and the command line read them.
"""

NAMESPACE = "Lockgate"
ENDPOINT_DIMENSION = "EndpointName"
VARIANT_DIMENSION = "VariantName"
MODEL_DIMENSION = "ModelName"
VARIANT_DIMENSIONS = (ENDPOINT_DIMENSION, VARIANT_DIMENSION)
MODEL_DIMENSIONS = (ENDPOINT_DIMENSION, VARIANT_DIMENSION, MODEL_DIMENSION)
"""Of successful requests only: whoever asks for a model that is not there must make no metric."""

COUNT = "Count"
MILLISECONDS = "Milliseconds"
PER_SECOND = "Count/Second"

UNITS = {
    # One number a minute; Sum is exact. Absent is zero.
    "Requests": COUNT,
    "ClientErrors": COUNT,  # 4xx but 408, 429 and 499
    "Throttles": COUNT,  # 429 and 503
    "Timeouts": COUNT,  # 408 and 504
    "ServerErrors": COUNT,  # other 5xx
    "Cancelled": COUNT,  # 499, or a client that left during the answer; no error
    "PromptTokens": COUNT,
    "CompletionTokens": COUNT,
    "FinishReasonStop": COUNT,
    "FinishReasonLength": COUNT,
    "FinishReasonOther": COUNT,
    # Distributions: each value within 1 %.
    "TimeToFirstToken": MILLISECONDS,  # of streamed requests
    "TimePerOutputToken": MILLISECONDS,
    "Latency": MILLISECONDS,  # of requests that succeeded
    "QueueTime": MILLISECONDS,
    "TokensPerSecond": PER_SECOND,  # of one request, over its whole latency
}
"""Every metric by name, with its unit."""
OF_MODELS = (
    "Requests",
    "PromptTokens",
    "CompletionTokens",
    "TimeToFirstToken",
    "TimePerOutputToken",
    "Latency",
)
"""Those that each model has besides: a metric costs money for each combination of dimensions."""

UNPARSABLE = "UnparsableRecords"
"""Records and lines that were quarantined; of an endpoint where it is known."""
