import pytest

from infra.config.catalogue import instances
from infra.config.model_card import Neuron
from infra.config.neuron import model_copies, neuron_cores


@pytest.mark.parametrize(
    ("instance", "degree", "copies"),
    [("ml.inf2.xlarge", 2, 1), ("ml.inf2.24xlarge", 8, 1), ("ml.inf2.48xlarge", 2, 12)],
)
def test_copies_are_as_many_as_the_cores_hold(instance: str, degree: int, copies: int) -> None:
    neuron = Neuron(tensor_parallel_degree=degree)
    assert model_copies(instances()[instance], neuron) == copies


def test_cpu_instance_has_no_cores() -> None:
    assert neuron_cores(instances()["ml.c5.large"]) == 0
