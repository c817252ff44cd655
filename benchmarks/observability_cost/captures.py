"""What it costs to capture requests and answers, and to derive figures from them."""

from benchmarks.observability_cost import prices
from benchmarks.observability_cost.bill import Bill
from benchmarks.observability_cost.flow import MONTH_S, Setting, collected

PAYLOAD_BYTES = 4096
"""Of one captured request with its answer: an assumption; multiply for longer ones."""
ROW_BYTES = 120
"""Of a row about it, compressed."""
MONTHS = 3
"""How long both are kept by default."""
METRICS = 5
POLL_S = 20
POLLERS = 5
"""How Lambda asks a queue, traffic or not:
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html."""
MESSAGE_REQUESTS = 3
"""Send, receive, delete."""
OBJECT_MS = 80.0
MEMORY_GB = 1.0
"""Of the capture function; the time is an assumption."""


def capture_bill(requests: float, setting: Setting) -> Bill:
    """USD of a month in which every request is captured.

    Args:
        requests: of the month.
        setting: its window is the time for which SageMaker collects captures of a variant in one
            object; 0: each is an object of its own.
    """
    objects = setting.endpoints * collected(requests / setting.endpoints, setting.window_s)
    messages = objects * MESSAGE_REQUESTS + POLLERS * MONTH_S / POLL_S
    seconds = objects * OBJECT_MS / 1000
    stored = requests * (PAYLOAD_BYTES + ROW_BYTES) / prices.GB * MONTHS
    return {
        "Custom metrics": METRICS * setting.endpoints * prices.METRIC_MONTH,
        "Writing to S3, and reading": objects * (2 * prices.S3_PUT + prices.S3_GET),
        "Keeping in S3": stored * prices.S3_GB_MONTH,
        "Queue": messages * prices.SQS_REQUEST,
        "Function": seconds * MEMORY_GB * prices.LAMBDA_GB_SECOND + objects * prices.LAMBDA_REQUEST,
    }
