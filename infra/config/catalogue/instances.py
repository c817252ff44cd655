"""Hosting instance types: hardware, drivers, regions and estimated prices."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

DATA = Path(__file__).with_name("instances.json")
MIB_PER_GIB = 1024
NEURON_CORES = {"inf1": 4, "inf2": 2, "trn1": 2, "trn2": 8}
"""NeuronCores of each device, by the Neuron documentation's architecture pages."""


@dataclass(frozen=True)
class Accelerator:
    """The accelerators of an instance type; `memory_mib` is what one of them has, usable."""

    kind: Literal["gpu", "neuron"]
    name: str
    count: int
    memory_mib: int

    @property
    def memory_gib(self) -> float:
        """Memory of all of them together, in GiB."""
        return self.count * self.memory_mib / MIB_PER_GIB

    @property
    def neuron_cores(self) -> int:
        """NeuronCores of all of them together; 0 for GPUs."""
        return self.count * NEURON_CORES.get(self.name, 0)

    @property
    def memory_gib_per_core(self) -> float:
        """Memory that one NeuronCore can use, in GiB."""
        return self.memory_gib / self.neuron_cores


@dataclass(frozen=True)
class Driver:
    """The NVIDIA driver of a family's default AMI; `cuda` is the newest that it serves."""

    nvidia: str
    cuda: tuple[int, int]
    ami: str | None


@dataclass(frozen=True)
class Instance:
    """One hosting instance type: `ml.g6.2xlarge`."""

    name: str
    vcpu: int
    ram_gib: float
    arch: Literal["x86_64", "arm64"]
    nvme_gb: float
    """Local NVMe storage; 0 when the instance has an EBS volume only."""
    accelerator: Accelerator | None
    volume_size_allowed: bool
    """Whether VolumeSizeInGB may be set."""
    volume_unverified: bool
    """Whether `volume_size_allowed` is a careful reading of sources that disagree."""
    instance_kms_allowed: bool
    """Whether an endpoint configuration may name a KMS key for the instance's storage."""
    default_driver: Driver | None
    allowed_ami_overrides: tuple[str, ...]
    """Values of InferenceAmiVersion that the type accepts besides its default."""
    regions_priced: frozenset[str]
    """Regions with a hosting price: a hint of availability, both over- and under-complete."""
    price_usd_per_hour: float | None
    """Estimated on-demand price in us-east-1."""
    price_date: str | None
    """When the price was read."""
    price_source: str | None
    """Who published the price."""

    @property
    def family(self) -> str:
        """The part between the dots: `g6` of `ml.g6.2xlarge`."""
        return self.name.split(".")[1]

    @property
    def kind(self) -> Literal["cpu", "gpu", "neuron"]:
        """What computes."""
        return self.accelerator.kind if self.accelerator else "cpu"


@cache
def instances() -> Mapping[str, Instance]:
    """Every hosting instance type by name."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    return {name: _instance(name, row, data) for name, row in data["instances"].items()}


def _instance(name: str, row: dict[str, Any], data: dict[str, Any]) -> Instance:
    driver = data["drivers"].get(name.split(".")[1])
    source = row.get("price_source")
    return Instance(
        name=name,
        vcpu=row["vcpu"],
        ram_gib=row["ram_gib"],
        arch=row["arch"],
        nvme_gb=row["nvme_gb"],
        accelerator=Accelerator(**row["accelerator"]) if "accelerator" in row else None,
        volume_size_allowed=row["volume_size_allowed"],
        volume_unverified=row.get("volume_unverified", False),
        instance_kms_allowed=row["instance_kms_allowed"],
        default_driver=_driver(driver) if driver else None,
        allowed_ami_overrides=tuple(driver["allowed_ami_overrides"]) if driver else (),
        regions_priced=frozenset(data["region_sets"][row["regions"]]),
        price_usd_per_hour=row.get("price_usd_per_hour"),
        price_date=row.get("price_date"),
        price_source=data["price_sources"][source] if source else None,
    )


def _driver(row: dict[str, Any]) -> Driver:
    major, minor = row["cuda"].split(".")
    return Driver(nvidia=row["nvidia"], cuda=(int(major), int(minor)), ami=row["ami"])
