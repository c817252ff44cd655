import pytest

from infra.config.amis import KNOWN_AMIS
from infra.config.catalogue import Driver, instances


def test_gpu_instance() -> None:
    instance = instances()["ml.g6.2xlarge"]
    assert (instance.vcpu, instance.ram_gib, instance.kind, instance.family) == (8, 32, "gpu", "g6")
    assert instance.accelerator is not None
    assert (instance.accelerator.name, instance.accelerator.count) == ("L4", 1)
    assert instance.accelerator.memory_gib == 22888 / 1024


def test_cpu_instance_has_no_driver() -> None:
    instance = instances()["ml.c5.large"]
    assert (instance.kind, instance.accelerator, instance.default_driver) == ("cpu", None, None)


def test_default_driver() -> None:
    assert instances()["ml.g6.xlarge"].default_driver == Driver(
        "535", (12, 2), "al2-ami-sagemaker-inference-gpu-2-1"
    )


def test_price_comes_with_date_and_source() -> None:
    for instance in instances().values():
        known = instance.price_usd_per_hour is not None
        assert bool(instance.price_date and instance.price_source) is known


def test_local_nvme_excludes_volume_and_key() -> None:
    instance = instances()["ml.g6.2xlarge"]
    assert not instance.volume_size_allowed
    assert not instance.instance_kms_allowed


def test_every_override_is_a_known_ami() -> None:
    overrides = {ami for one in instances().values() for ami in one.allowed_ami_overrides}
    assert overrides <= set(KNOWN_AMIS)


@pytest.mark.parametrize(
    ("name", "cores", "gib_per_core"),
    [
        ("ml.inf1.6xlarge", 16, 2),
        ("ml.inf2.24xlarge", 12, 16),
        ("ml.trn1.32xlarge", 32, 16),
        ("ml.trn2.48xlarge", 128, 12),
    ],
)
def test_neuron_cores_and_their_memory(name: str, cores: int, gib_per_core: float) -> None:
    accelerator = instances()[name].accelerator
    assert accelerator is not None
    assert (accelerator.neuron_cores, accelerator.memory_gib_per_core) == (cores, gib_per_core)


def test_gpus_have_no_neuron_cores() -> None:
    accelerator = instances()["ml.g6.xlarge"].accelerator
    assert accelerator is not None
    assert accelerator.neuron_cores == 0
