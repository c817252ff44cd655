"""CloudWatch metrics that are made of captured requests and answers.

`functions/capture` publishes them, by endpoint and variant, in the namespace and with the
dimensions of the inference metrics; lines that cannot be read count as their unparsable records.
"""

from infra.config.inference_metrics import COUNT

UNITS = {
    "CapturedRequests": COUNT,
    "FailedAnswers": COUNT,  # bodies that tell of an error
    "EmptyAnswers": COUNT,
    "Refusals": COUNT,  # English ones, by what they say
    "RepetitiveAnswers": COUNT,  # at least half of their four-word sequences came before
}
"""Every metric by name, with its unit: one number a minute. Absent is zero."""
