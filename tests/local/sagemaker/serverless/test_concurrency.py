import pytest

from lockgate.local.sagemaker.serverless.concurrency import Concurrency, concurrency_of, measures


def values(size: Concurrency, in_flight: int) -> dict[str, float]:
    return {told.name.removeprefix("Serverless"): told.value for told in measures(size, in_flight)}


def test_without_provisioned_concurrency_there_is_one_metric() -> None:
    assert values(Concurrency(4), 1) == {"ConcurrentExecutionsUtilization": 0.25}


def test_provisioned_concurrency_tells_how_much_of_it_is_used() -> None:
    told = values(Concurrency(4, 2), 1)
    assert told["ProvisionedConcurrencyUtilization"] == 0.5
    assert told["ProvisionedConcurrencyInvocations"] == 1
    assert told["ProvisionedConcurrencySpilloverInvocations"] == 0


def test_requests_beyond_provisioned_concurrency_spill_over() -> None:
    told = values(Concurrency(4, 2), 3)
    assert told["ProvisionedConcurrencyExecutions"] == 2
    assert told["ProvisionedConcurrencyInvocations"] == 0
    assert told["ProvisionedConcurrencySpilloverInvocations"] == 1


@pytest.mark.parametrize(("given", "provisioned"), [({}, 0), ({"ProvisionedConcurrency": 2}, 2)])
def test_the_sizes_come_from_the_configuration(given: dict[str, int], provisioned: int) -> None:
    assert concurrency_of({"MaxConcurrency": 5} | given) == Concurrency(5, provisioned)
