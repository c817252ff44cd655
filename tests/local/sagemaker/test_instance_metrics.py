from typing import Any

import pytest

from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.instance_metrics import InstanceMetrics
from lockgate.local.sagemaker.instance_metrics_usage import UsageMetrics
from lockgate.local.sagemaker.runtime.metrics import Datum, Publisher
from lockgate.local.usage import Usage, machine_memory
from tests.local.fake_stores import Recorder
from tests.local.sagemaker.measured import Fleet, Instance, serve, variant

SERVERLESS = {"MemorySizeInMB": 1024, "MaxConcurrency": 1}


class Targets:
    def __init__(self, *names: str) -> None:
        self._names = names

    def registered(self, _scope: Scope, _endpoint: str, variant: str) -> bool:
        return variant in self._names


class Bench:
    """The metrics of some endpoints, whose clock and process table the test sets."""

    def __init__(self, stores: Any, targets: Targets | None = None) -> None:
        self.recorder = Recorder()
        self.publisher = Publisher(self.recorder)
        self.taken = {1: Usage(10.0, machine_memory() // 4)}
        self.now = 0.0
        usage = UsageMetrics(self.publisher, read=lambda _: self.taken, clock=lambda: self.now)
        self.metrics = InstanceMetrics(stores, self.publisher, targets or Targets(), usage=usage)

    async def look(self, *times: float) -> "Bench":
        for self.now in times:
            await self.metrics.look(self.now)
        self.publisher.flush()
        return self

    def data(self, name: str) -> list[Datum]:
        return [datum for datum in self.recorder.data if datum.name == name]


async def test_concurrent_requests_are_told_every_ten_seconds() -> None:
    fleet = Fleet([Instance(outstanding=3)])
    bench = await Bench(serve(variant(fleet))).look(*range(1, 31))
    told = bench.data("ConcurrentRequestsPerModel")
    assert [datum.value for datum in told] == [3, 3, 3]
    assert dict(told[0].dimensions) == {"EndpointName": "chat", "VariantName": "primary"}


async def test_a_value_holds_what_was_seen_since_the_last() -> None:
    fleet = Fleet([Instance()])
    bench = await Bench(serve(variant(fleet))).look(5)
    for now, outstanding in [(6, 1), (7, 4), (8, 1), (15, 2)]:
        fleet.instances[0].outstanding = outstanding
        await bench.look(now)
    last = bench.data("ConcurrentRequestsPerModel")[-1]
    assert last.value == 2
    assert last.statistics == {"SampleCount": 4, "Sum": 8, "Minimum": 1, "Maximum": 4}


async def test_each_instance_has_its_value() -> None:
    fleet = Fleet([Instance("a", 2), Instance("b", 4)])
    bench = await Bench(serve(variant(fleet))).look(5)
    told = bench.data("ConcurrentRequestsPerModel")
    assert [datum.value for datum in told] == [2, 4]


@pytest.mark.parametrize(
    "stores",
    [
        serve(variant(Fleet(), ServerlessConfig=SERVERLESS)),
        serve(variant(Fleet()), AsyncInferenceConfig={"OutputConfig": {}}),
    ],
)
async def test_only_real_time_variants_tell_their_concurrency(stores: Any) -> None:
    bench = await Bench(stores).look(5)
    assert bench.data("ConcurrentRequestsPerModel") == []


async def test_cpu_and_memory_are_told_each_minute() -> None:
    bench = await Bench(serve(variant(Fleet()))).look(30)
    bench.taken = {1: Usage(40.0, machine_memory() // 2)}
    await bench.look(60, 90)
    assert [datum.value for datum in bench.data("CPUUtilization")] == [50]
    assert [round(datum.value) for datum in bench.data("MemoryUtilization")] == [25, 50]


async def test_memory_of_a_serverless_variant_is_a_part_of_what_it_asked_for() -> None:
    bench = Bench(serve(variant(Fleet(), ServerlessConfig=SERVERLESS)))
    bench.taken = {1: Usage(0, 256 << 20)}
    await bench.look(30, 90)
    assert [datum.value for datum in bench.data("MemoryUtilization")] == [25, 25]
    assert bench.data("CPUUtilization") == []


async def test_a_scaled_variant_without_traffic_tells_zeros() -> None:
    stores = serve(variant(Fleet()), variant(Fleet(), "other"))
    (datum,) = (await Bench(stores, Targets("primary")).look(30)).data("InvocationsPerInstance")
    assert (datum.value, dict(datum.dimensions)["VariantName"]) == (0, "primary")
