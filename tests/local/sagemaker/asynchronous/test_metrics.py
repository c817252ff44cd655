import pytest

from lockgate.local.sagemaker.asynchronous.metrics import AsyncMetrics, Timing
from lockgate.local.sagemaker.asynchronous.outcome import Outcome, expired
from lockgate.local.sagemaker.runtime.metrics import Publisher
from lockgate.local.time_scale import TimeScale
from tests.local.fake_stores import Recorder
from tests.local.sagemaker.asynchronous.bench import Bench, Instances, echo

SUCCESS = Outcome("Completed", b"", "text/x", container_status=200)


def published(*, size: int, instances: int, factor: float = 1) -> dict[str, float]:
    recorder = Recorder()
    publisher = Publisher(recorder)
    metrics = AsyncMetrics(publisher, TimeScale(factor))
    endpoint = Bench(echo, Instances()).endpoint
    metrics.backlog(endpoint, size=size, age_s=2, instances=instances)
    publisher.flush()
    assert {datum.dimensions for datum in recorder.data} == {(("EndpointName", "slow"),)}
    return {datum.name: datum.value for datum in recorder.data}


async def test_the_backlog_is_divided_by_the_instances() -> None:
    values = published(size=6, instances=2)
    assert values["ApproximateBacklogSize"] == 6
    assert values["ApproximateBacklogSizePerInstance"] == 3


@pytest.mark.parametrize(("size", "instances", "value"), [(1, 0, 1), (0, 0, 0), (5, 1, 0)])
async def test_a_backlog_without_capacity_is_one(size: int, instances: int, value: float) -> None:
    assert published(size=size, instances=instances)["HasBacklogWithoutCapacity"] == value


async def test_a_backlog_of_no_instances_is_not_divided() -> None:
    assert published(size=6, instances=0)["ApproximateBacklogSizePerInstance"] == 6


async def test_the_age_is_told_as_aws_counts_time() -> None:
    assert published(size=1, instances=0, factor=60)["ApproximateAgeOfOldestRequest"] == 120


async def test_times_have_the_units_of_the_documentation() -> None:
    bench = Bench(echo, Instances())
    timing = Timing(queued=1, download=0.5, model=2, upload=0.25)
    bench.worker.metrics.finished(bench.endpoint, "primary", SUCCESS, timing, 4)
    bench.publisher.flush()
    told = {datum.name: (datum.value, datum.unit) for datum in bench.recorder.data}
    assert told["TimeInBacklog"] == (1e6, "Microseconds")
    assert told["RequestDownloadLatency"] == (5e5, "Microseconds")
    assert told["ModelLatency"] == (2e6, "Microseconds")
    assert told["ResponseUploadLatency"] == (2.5e5, "Microseconds")
    assert told["TotalProcessingTime"] == (4000, "Milliseconds")


async def test_an_expired_request_has_no_times_of_the_container() -> None:
    bench = Bench(echo, Instances())
    bench.worker.end(bench.request(), expired(60))
    assert bench.values("ExpiredRequests") == [1]
    assert bench.values("ModelLatency") == bench.values("Invocation5XXErrors") == []
