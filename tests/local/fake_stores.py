"""What SageMaker asks of other services, kept in memory: S3, SNS, logs, metrics and alarms."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.asynchronous.stores import Content, StorageError
from lockgate.local.sagemaker.runtime.metrics import Datum


@dataclass
class FakeStorage:
    """S3 objects and SNS messages; the bucket `missing` and the topic `missing` do not exist."""

    objects: dict[tuple[str, str], tuple[bytes, str]] = field(default_factory=dict)
    messages: list[tuple[str, str]] = field(default_factory=list)

    def get_object(self, _scope: Scope, bucket: str, key: str) -> Content:
        if (bucket, key) not in self.objects:
            raise StorageError("NoSuchKey: The specified key does not exist.")
        return Content(*self.objects[bucket, key])

    def put_object(
        self, _scope: Scope, bucket: str, key: str, content: bytes, content_type: str
    ) -> None:
        if bucket == "missing":
            raise StorageError("NoSuchBucket: The specified bucket does not exist")
        self.objects[bucket, key] = content, content_type

    def publish(self, _scope: Scope, topic: str, message: str) -> None:
        if topic.endswith(":missing"):
            raise StorageError("NotFound: Topic does not exist")
        self.messages.append((topic, message))


@dataclass
class Recorder:
    """Keeps log events and metric values."""

    lines: list[tuple[str, str, str]] = field(default_factory=list)
    data: list[Datum] = field(default_factory=list)

    def put_log_events(
        self, _scope: Scope, group: str, stream: str, events: Sequence[tuple[int, str]]
    ) -> None:
        self.lines += [(group, stream, text) for _, text in events]

    def put_metric_data(self, _namespace: str, data: Sequence[Datum]) -> None:
        self.data += data

    def values(self, name: str) -> list[float]:
        """The values of a metric, less those that one endpoint configuration has once more."""
        return [
            d.value
            for d in self.data
            if d.name == name and "EndpointConfigName" not in dict(d.dimensions)
        ]


@dataclass
class FakeAlarms:
    """Alarms that ring when a test says so."""

    ringing: set[str] = field(default_factory=set)

    def in_alarm(self, _scope: Scope, names: Iterable[str]) -> list[str]:
        return [name for name in names if name in self.ringing]
