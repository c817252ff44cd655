"""Images that AWS publishes: which families, which versions, under which URI."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from infra.config.catalogue.partitions import partition
from infra.config.nearest import nearest

DATA = Path(__file__).with_name("images.json")
Processor = Literal["cpu", "gpu", "neuron"]
COMMONLY_CALLED = {
    "hf-tgi": "huggingface-llm",
    "lmi": "djl-lmi",
    "lmi-neuronx": "djl-neuronx",
    "tei": "huggingface-tei",
    "text-embeddings-inference": "huggingface-tei",
    "text-generation-inference": "huggingface-llm",
    "tgi": "huggingface-llm",
    "tgi-neuronx": "huggingface-llm-neuronx",
    "triton": "sagemaker-tritonserver",
    "tritonserver": "sagemaker-tritonserver",
    "vllm-neuronx": "huggingface-vllm-neuronx",
}
"""Names of what runs in an image, by which people look for its family."""


class UnknownImageError(LookupError):
    """AWS publishes no such image; the message says what it does publish."""


@dataclass(frozen=True)
class ManagedImageVersion:
    """One version of one image family, and the accounts by region that hold it."""

    family: str
    version: str
    repository: str
    tags: Mapping[Processor, str]
    accounts: Mapping[str, str]
    known_cuda: str | None = None
    """The CUDA version of the GPU image where its tag is silent: `13.0`."""

    def cuda(self, processor: Processor) -> tuple[int, int] | None:
        """The CUDA version: (13, 0) for a tag with `cu130`, else as its publisher says.

        None for images without CUDA, and where it is not known.
        """
        found = re.search(r"cu(\d\d)(\d)(?!\d)", self.tags[processor])
        if found is None and processor == "gpu" and self.known_cuda:
            found = re.fullmatch(r"(\d+)\.(\d+)", self.known_cuda)
        return (int(found[1]), int(found[2])) if found else None

    def uri(self, *, region: str, processor: Processor) -> str:
        """The image's URI.

        Raises:
            UnknownImageError: it is not published in the region, or not for the processor.
        """
        if processor not in self.tags:
            built = ", ".join(self.tags)
            raise UnknownImageError(f"{self} is built for {built}, not for {processor}")
        if region not in self.accounts:
            raise UnknownImageError(f"{self} is not published in {region}")
        host = f"{self.accounts[region]}.dkr.ecr.{region}.{partition(region).url_suffix}"
        return f"{host}/{self.repository}:{self.tags[processor]}"

    def __str__(self) -> str:
        return f"{self.family} {self.version}"


def managed_image(name: str, version: str | None = None) -> ManagedImageVersion:
    """A family's version; without one, the newest.

    Args:
        name: the family: `vllm`, `djl-lmi`, `huggingface-llm`.
        version: as AWS numbers it, `0.30.0`, or shortened, `0.30`.

    Raises:
        UnknownImageError: there is no such family or version; names the nearest.
    """
    families = _data()["families"]
    if name not in families:
        called = COMMONLY_CALLED.get(name.lower())
        hint = f"did you mean {called!r}?" if called else nearest(name, families)
        raise UnknownImageError(f"there is no managed image {name!r}; {hint}")
    versions = families[name]["versions"]
    wanted = max(versions, key=_order) if version is None else version
    wanted = families[name]["aliases"].get(wanted, wanted)
    if wanted not in versions:
        recent = ", ".join(sorted(versions, key=_order)[-5:])
        raise UnknownImageError(f"{name} has no version {wanted!r}; the newest are: {recent}")
    return _version(name, wanted, versions[wanted])


def regions_with_images() -> frozenset[str]:
    """Every region in which AWS publishes an image."""
    return frozenset(region for accounts in _data()["accounts"].values() for region in accounts)


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return data


@cache
def _order(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version))


def _version(family: str, version: str, row: dict[str, Any]) -> ManagedImageVersion:
    return ManagedImageVersion(
        family=family,
        version=version,
        repository=row["repository"],
        tags={processor: _tag(version, row, processor) for processor in row["processors"]},
        accounts=_data()["accounts"][row["accounts"]],
        known_cuda=row.get("cuda"),
    )


def _tag(version: str, row: dict[str, Any], processor: str) -> str:
    """Tags are put together as the SageMaker SDK does it.

    `processor_in_tag` is false where the tag does not name the processor, and a text where it does
    so by another name. Neuron tags name the version of their SDK.
    """
    named = row.get("processor_in_tag", True)
    parts = [
        row.get("tag_prefix", version),
        processor if named is True else named or None,
        row.get("python"),
        row.get("sdk"),
        row.get("suffix", {}).get(processor),
    ]
    return "-".join(part for part in parts if part)
