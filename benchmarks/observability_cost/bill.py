"""The bill of one month, by what it is for."""

from math import ceil

from benchmarks.observability_cost import prices
from benchmarks.observability_cost.flow import MONTH_S, SHARDS, Flow, Setting, flow
from benchmarks.observability_cost.sizes import envelope_bytes, line_bytes, metric_bytes
from infra.config.inference_metrics import OF_MODELS, UNITS

MEMORY_GB = 1.0
"""Of the metrics function, as in infra/observability/metrics_function.py."""
LOGS_MONTHS = 1
RECORDS_MONTHS = 12
"""How long both are kept by default; the bill is that of a month in which the oldest expire."""
STORED_SHARE = 0.15
"""What is left of log events when CloudWatch Logs has compressed them: an assumption of AWS's own
pricing examples."""
THREADS = 16
PUT_MS = 40.0
FIXED_MS = 10.0
EVENT_MS = 0.01
"""How long an invocation takes: assumptions, for nothing of this has run on AWS. Objects are stored
16 at a time."""
REPORT_BYTES = 400
"""What Lambda itself logs about an invocation: START, END and REPORT."""
KMS_CALLS_S = 300
"""Kinesis asks KMS about every five minutes for whoever writes or reads:
https://docs.aws.amazon.com/streams/latest/dev/costs-performance.html. S3 has bucket keys."""

Bill = dict[str, float]


def bill(requests: float, setting: Setting) -> Bill:
    """USD of a month, by what they pay for."""
    month = flow(requests, setting)
    return {
        "Custom metrics": _metrics(setting),
        "Stream, for being there": MONTH_S / 3600 * prices.STREAM_HOUR,
        "Stream, by traffic": _stream(month),
        "Request lines in CloudWatch Logs": _lines(month),
        "Records in S3: writing": month.records * prices.S3_PUT,
        "Records in S3: keeping": _kept(month),
        "Function": _function(month),
        "Function's log, from which metrics are made": _function_log(month),
        "KMS": 2 * SHARDS * MONTH_S / KMS_CALLS_S * prices.KMS_REQUEST,
    }


def per_million(requests: float, setting: Setting) -> float:
    """USD for each million of requests, fixed costs included."""
    return sum(bill(requests, setting).values()) / requests * 1e6


def _metrics(setting: Setting) -> float:
    """All of them every hour: an upper bound, for errors that do not happen cost nothing.

    UnparsableRecords is left out for that reason.
    """
    return (len(UNITS) + len(OF_MODELS)) * setting.endpoints * prices.METRIC_MONTH


def _record_bytes(month: Flow) -> float:
    return envelope_bytes(max(1, round(month.requests / month.records)))


def _stream(month: Flow) -> float:
    units = ceil(_record_bytes(month) / prices.STREAM_UNIT_BYTES)
    gigabytes = month.records * units * prices.STREAM_UNIT_BYTES / prices.GB
    return gigabytes * (prices.STREAM_IN_GB + prices.STREAM_OUT_GB)


def _lines(month: Flow) -> float:
    return _logged(month.requests * line_bytes())


def _logged(content: float) -> float:
    kept = STORED_SHARE * LOGS_MONTHS * prices.LOGS_STORED_GB_MONTH
    return content / prices.GB * (prices.LOGS_INGESTED_GB + kept)


def _kept(month: Flow) -> float:
    gigabytes = month.records * _record_bytes(month) / prices.GB
    return gigabytes * RECORDS_MONTHS * prices.S3_GB_MONTH


def _function(month: Flow) -> float:
    rounds = ceil(month.records / month.invocations / THREADS)
    events = month.requests / month.invocations
    seconds = (FIXED_MS + PUT_MS * rounds + EVENT_MS * events) / 1000
    each = seconds * MEMORY_GB * prices.LAMBDA_GB_SECOND + prices.LAMBDA_REQUEST
    return month.invocations * each


def _function_log(month: Flow) -> float:
    each = metric_bytes(max(1, round(month.requests / month.cells)))
    return _logged(month.cells * each + month.invocations * REPORT_BYTES)
