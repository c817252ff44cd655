"""Alarms on the pipeline itself: somebody is told before figures are missing for good."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from aws_cdk import CfnResource
from constructs import Construct

from infra.config.inference_metrics import ENDPOINT_DIMENSION, NAMESPACE, UNPARSABLE

MINUTE_S = 60
LONG_S = 5 * MINUTE_S
"""As long as a function may take: one that only ever times out tells of it once in that time."""
LATE_MS = 15 * MINUTE_S * 1000
"""Age of the oldest record that waits. At 6 hours Lambda gives records up."""
LOOKED_BACK = LATE_MS // 1000 // MINUTE_S
"""Minutes in which counts of single records are looked for: they come late, into the minute of the
record. Where they are over 15 minutes late, another alarm rings."""

MOST_METRICS = 10
"""Of one alarm, with metric math.
Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html"""


class PipelineAlarms(Construct):
    """Silence raises none of them: without requests there is nothing to process."""

    def __init__(self, scope: Construct, construct_id: str, *, topic_arn: str) -> None:
        super().__init__(scope, construct_id)
        self._topic_arn = topic_arn

    def late(self, *, function: str) -> None:
        """The function does not keep up with the stream, or cannot get past a record."""
        self._alarm(
            "Late",
            "Metrics are over 15 minutes late: look at the metrics function's logs, and at the "
            "throttles of its concurrency and of S3",
            {
                "Namespace": "AWS/Lambda",
                "MetricName": "IteratorAge",
                "Dimensions": _dimensions(FunctionName=function),
                "Statistic": "Maximum",
            },
            limit=LATE_MS,
            period_s=LONG_S,
            periods=3,
            of=1,
        )

    def failing(self, name: str, *, function: str) -> None:
        """A function fails again and again; single failures are tried again."""
        self._alarm(
            f"{name}Errors",
            f"The {name.lower()} function fails: look at its logs",
            {
                "Namespace": "AWS/Lambda",
                "MetricName": "Errors",
                "Dimensions": _dimensions(FunctionName=function),
                "Statistic": "Sum",
            },
            period_s=LONG_S,
            periods=3,
            of=2,
        )

    def given_up(self, *, source: str, kept: str) -> None:
        """Lambda gave records of the stream up: too old, or tried too often."""
        counts = ("DroppedEventCount", "OnFailureDestinationDeliveredEventCount")
        sums = [
            _sum(f"given{index}", "AWS/Lambda", name, EventSourceMappingUUID=source)
            for index, name in enumerate(counts)
        ]
        self._alarm(
            "GivenUp",
            f"Records were given up and are in no metric; those that Lambda kept are in {kept}",
            {"Metrics": _total("given", sums)},
            periods=LOOKED_BACK,
            of=1,
        )

    def unparsable(self, *, endpoints: Sequence[str], kept: str) -> None:
        """Lines that no parser understands: most likely a server's new version writes others.

        Records of an unknown endpoint are those of any environment of this account and region.
        """
        of_endpoints = [{ENDPOINT_DIMENSION: name} for name in endpoints]
        for start, batch in _batches([{}, *of_endpoints], MOST_METRICS):
            sums = [
                _sum(f"unread{index}", NAMESPACE, UNPARSABLE, **dimensions)
                for index, dimensions in enumerate(batch)
            ]
            self._alarm(
                f"Unparsable{start or ''}",
                f"Records could not be read; their reasons are in {kept}",
                {"Metrics": _total("unread", sums)},
                periods=LOOKED_BACK,
                of=1,
            )

    def dead_letters(self, *, queue: str) -> None:
        """Captures that the function could not handle wait for somebody."""
        self._alarm(
            "DeadLetters",
            "Captures could not be handled: look at the capture function's logs, then let the "
            "dead-letter queue redrive its messages",
            {
                "Namespace": "AWS/SQS",
                "MetricName": "ApproximateNumberOfMessagesVisible",
                "Dimensions": _dimensions(QueueName=queue),
                "Statistic": "Maximum",
            },
        )

    def _alarm(
        self,
        construct_id: str,
        description: str,
        watched: Mapping[str, Any],
        *,
        limit: float = 0,
        period_s: int = MINUTE_S,
        periods: int = 1,
        of: int | None = None,
    ) -> None:
        """An alarm whose description says what to do.

        Args:
            construct_id: its id.
            description: what is wrong, and where to look.
            watched: the metric, or the expression and its metrics.
            limit: what must not be exceeded.
            period_s: length of a period; that of an expression is its metrics'.
            periods: how many are looked at.
            of: how many of them must exceed the limit; default: all.
        """
        period = {} if "Metrics" in watched else {"Period": period_s}
        CfnResource(
            self,
            construct_id,
            type="AWS::CloudWatch::Alarm",
            properties={
                "AlarmDescription": description,
                "AlarmActions": [self._topic_arn],
                "OKActions": [self._topic_arn],
                "ComparisonOperator": "GreaterThanThreshold",
                "Threshold": limit,
                "EvaluationPeriods": periods,
                "DatapointsToAlarm": of or periods,
                "TreatMissingData": "notBreaching",
                **period,
                **watched,
            },
        )


def _sum(query: str, namespace: str, name: str, **dimensions: str) -> dict[str, Any]:
    metric = {
        "Namespace": namespace,
        "MetricName": name,
        "Dimensions": _dimensions(**dimensions),
    }
    statistic = {"Metric": metric, "Stat": "Sum", "Period": MINUTE_S}
    return {"Id": query, "MetricStat": statistic, "ReturnData": False}


def _total(query: str, sums: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The sum of sums, of which any may be missing.

    Not with FILL: a count that comes late would find its minute taken by a zero, as AWS warns at
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
    """
    total = f"SUM([{', '.join(each['Id'] for each in sums)}])"
    return [{"Id": query, "Expression": total, "Label": "Records"}, *sums]


def _batches(
    found: Sequence[dict[str, str]], size: int
) -> Iterator[tuple[int, Sequence[dict[str, str]]]]:
    return ((start, found[start : start + size]) for start in range(0, len(found), size))


def _dimensions(**values: str) -> Sequence[Mapping[str, str]]:
    return [{"Name": name, "Value": value} for name, value in values.items()]
