"""The metrics of asynchronous endpoints.

Source: "Alarms and logs for tracking metrics from asynchronous endpoints" in the developer
guide. Invocations, InvocationsPerInstance and OverheadLatency are not among them (ASY-08).
Time in the queue is told as AWS counts time; what containers and S3 take is real time.
"""

from dataclasses import dataclass

from lockgate.local.sagemaker.asynchronous.outcome import Outcome
from lockgate.local.sagemaker.records import Endpoint
from lockgate.local.sagemaker.runtime.metrics import Publisher
from lockgate.local.time_scale import TimeScale


@dataclass
class Timing:
    """What one request took, in seconds; none where it did not come so far."""

    queued: float
    download: float | None = None
    model: float | None = None
    upload: float | None = None


class AsyncMetrics:
    """Publishes them."""

    def __init__(self, publisher: Publisher, time_scale: TimeScale) -> None:
        self._publisher = publisher
        self._scale = time_scale

    def backlog(self, endpoint: Endpoint, *, size: int, age_s: float, instances: int) -> None:
        """The state of a queue, by EndpointName; scaling policies rest on it."""
        values = {
            "ApproximateBacklogSize": (size, "Count"),
            "ApproximateBacklogSizePerInstance": (size / max(instances, 1), "Count"),
            "ApproximateAgeOfOldestRequest": (self._scale.aws_seconds(age_s), "Seconds"),
            "HasBacklogWithoutCapacity": (float(size > 0 and instances == 0), "Count"),
        }
        for name, (value, unit) in values.items():
            self._publisher.publish(
                endpoint.scope, name, value, unit, {"EndpointName": endpoint.name}
            )

    def count(self, endpoint: Endpoint, variant: str, name: str) -> None:
        """Count one event of a variant, such as a NotificationFailures."""
        self._publish(endpoint, variant, name, 1.0, "Count")

    def finished(
        self, endpoint: Endpoint, variant: str, outcome: Outcome, timing: Timing, total_s: float
    ) -> None:
        """Everything about a request that has ended.

        Args:
            endpoint: the endpoint.
            variant: the variant that had the request.
            outcome: how it ended.
            timing: its steps.
            total_s: real seconds since it came.
        """
        counts = {
            "InvocationsProcessed": 1.0,
            "InvocationFailures": float(not outcome.is_success),
            "ExpiredRequests": float(outcome.status == "Expired"),
        }
        for name, value in counts.items():
            self._publish(endpoint, variant, name, value, "Count")
        self._errors(endpoint, variant, outcome)
        self._times(endpoint, variant, timing, total_s)

    def _errors(self, endpoint: Endpoint, variant: str, outcome: Outcome) -> None:
        status = outcome.container_status
        if status is None:
            return
        client, server = 400 <= status < 500, status >= 500 or status == 0
        self._publish(endpoint, variant, "Invocation4XXErrors", float(client), "None")
        self._publish(endpoint, variant, "Invocation5XXErrors", float(server), "None")

    def _times(self, endpoint: Endpoint, variant: str, timing: Timing, total_s: float) -> None:
        queued = self._scale.aws_seconds(timing.queued)
        micro = {
            "TimeInBacklog": queued,
            "RequestDownloadLatency": timing.download,
            "ModelLatency": timing.model,
            "ResponseUploadLatency": timing.upload,
        }
        for name, seconds in micro.items():
            if seconds is not None:
                self._publish(endpoint, variant, name, seconds * 1e6, "Microseconds")
        total = queued + total_s - timing.queued
        self._publish(endpoint, variant, "TotalProcessingTime", total * 1e3, "Milliseconds")

    def _publish(
        self, endpoint: Endpoint, variant: str, name: str, value: float, unit: str
    ) -> None:
        dimensions = {"EndpointName": endpoint.name, "VariantName": variant}
        self._publisher.publish(endpoint.scope, name, value, unit, dimensions)
