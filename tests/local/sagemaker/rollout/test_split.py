from collections.abc import Iterator
from typing import Any

import pytest

from lockgate.local.sagemaker.deployment import Deployment, ServingVariant
from lockgate.local.sagemaker.records import Definition
from lockgate.local.sagemaker.rollout.split import Split


class NoFleet:
    """A fleet that only hears of its end."""

    def __init__(self) -> None:
        self.events: list[str] = []

    async def drain(self) -> None:
        self.events.append("drained")

    async def stop(self) -> None:
        self.events.append("stopped")


def deployment(**weights: float) -> Deployment:
    fleet: Any = NoFleet()
    variants = {
        name: ServingVariant({"VariantName": name}, fleet, "image", weight, 1)
        for name, weight in weights.items()
    }
    return Deployment(Definition("config", "arn", {}), variants)


@pytest.fixture
def old() -> Deployment:
    return deployment(a=1.0, b=0.0)


@pytest.fixture
def new() -> Deployment:
    return deployment(a=1.0, b=0.0)


def split(old: Deployment, new: Deployment, *numbers: float, share: float = 0.3) -> Split:
    drawn: Iterator[float] = iter(numbers)
    return Split(old, new, {"a": share, "b": 1.0}, number=lambda: next(drawn))


def test_a_number_below_the_share_goes_to_the_new_deployment(
    old: Deployment, new: Deployment
) -> None:
    two = split(old, new, 0.29, 0.3)
    assert two.choose() is new.variants["a"]
    assert two.choose() is old.variants["a"]


def test_no_share_moves_nothing_and_a_whole_one_everything(
    old: Deployment, new: Deployment
) -> None:
    assert split(old, new, 0.0, share=0.0).choose() is old.variants["a"]
    assert split(old, new, 0.999999, share=1.0).choose() is new.variants["a"]


def test_a_target_variant_is_split_by_its_own_share(old: Deployment, new: Deployment) -> None:
    assert split(old, new, 0.5).choose("b") is new.variants["b"]


def test_meanwhile_what_is_described_is_the_old_deployment(
    old: Deployment, new: Deployment
) -> None:
    two = split(old, new)
    assert (two.config, two.variants, list(two.all)) == (old.config, old.variants, list(old.all))


def test_once_all_traffic_has_moved_the_new_weights_and_names_count(old: Deployment) -> None:
    new = deployment(c=0.0, d=1.0)
    two = Split(old, new, {"c": 1.0, "d": 1.0})
    assert two.choose() is new.variants["d"]
    assert two.choose("c") is new.variants["c"]
    assert (two.config, two.variants, list(two.all)) == (new.config, new.variants, new.all)


async def test_both_deployments_end(old: Deployment, new: Deployment) -> None:
    await split(old, new).stop()
    await split(old, new).drain()
    fleets: list[Any] = [d.variants["a"].fleet for d in (old, new)]
    assert [set(fleet.events) for fleet in fleets] == [{"stopped", "drained"}] * 2
