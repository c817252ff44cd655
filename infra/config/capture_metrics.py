"""CloudWatch metrics that are made of captured requests and answers, of each variant.

`functions/capture` publishes them, in the namespace of the inference metrics; dashboards read them.
"""

from infra.config.inference_metrics import COUNT, UNPARSABLE

UNITS = {
    # One number a minute; Sum is exact.
    "CapturedRequests": COUNT,
    "FailedAnswers": COUNT,
    "EmptyAnswers": COUNT,
    "Refusals": COUNT,
    "RepetitiveAnswers": COUNT,
    UNPARSABLE: COUNT,
}
"""Every metric by name, with its unit."""
JUDGED = {
    "captured": "CapturedRequests",
    "failed": "FailedAnswers",
    "empty": "EmptyAnswers",
    "refused": "Refusals",
    "repetitive": "RepetitiveAnswers",
}
"""What people call those that judge answers."""
