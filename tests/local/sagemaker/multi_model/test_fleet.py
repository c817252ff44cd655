from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from lockgate.local.sagemaker.multi_model import fleet as module
from lockgate.local.sagemaker.multi_model.fleet import BUSY, MultiModelFleet


class FakeInstance:
    def __init__(self, name: str) -> None:
        self.id, self.base_url, self.base_dir = name, "http://container", Path()
        self.outstanding = 0


class FakeHost:
    """Has the models that it was told of."""

    def __init__(self, _instance: FakeInstance, _files: object, *, cache: bool) -> None:
        self.models: set[str] = set()

    @property
    def loaded(self) -> int:
        return len(self.models)

    def has(self, target: str) -> bool:
        return target in self.models


@pytest.fixture
def fleet(monkeypatch: pytest.MonkeyPatch) -> MultiModelFleet:
    monkeypatch.setattr(module, "ModelHost", FakeHost)
    nothing: Any = None
    return MultiModelFleet(nothing, nothing, cache=True)


def choose(fleet: MultiModelFleet, instances: Sequence[FakeInstance], target: str) -> FakeInstance:
    found: Any = instances
    chosen: Any = fleet._choose(found, target)
    fleet._host(chosen).models.add(target)  # type: ignore[attr-defined]  # it is a FakeHost
    return chosen  # type: ignore[no-any-return]


def test_a_new_model_goes_where_the_fewest_models_are(fleet: MultiModelFleet) -> None:
    instances = [FakeInstance("one"), FakeInstance("two")]
    chosen = {choose(fleet, instances, target).id for target in ("a", "b")}
    assert chosen == {"one", "two"}


def test_a_model_stays_with_its_instance(fleet: MultiModelFleet) -> None:
    instances = [FakeInstance("one"), FakeInstance("two")]
    first = choose(fleet, instances, "a")
    first.outstanding = BUSY - 1
    assert choose(fleet, instances, "a") is first


def test_a_busy_model_gets_a_second_instance(fleet: MultiModelFleet) -> None:
    instances = [FakeInstance("one"), FakeInstance("two")]
    first = choose(fleet, instances, "a")
    first.outstanding = BUSY
    assert choose(fleet, instances, "a") is not first


def test_an_instance_that_is_as_busy_gets_no_model(fleet: MultiModelFleet) -> None:
    instances = [FakeInstance("one"), FakeInstance("two")]
    first = choose(fleet, instances, "a")
    for one in instances:
        one.outstanding = BUSY
    assert choose(fleet, instances, "a") is first


def test_an_instance_that_is_gone_is_forgotten(fleet: MultiModelFleet) -> None:
    instances = [FakeInstance("one"), FakeInstance("two")]
    gone = choose(fleet, instances, "a")
    rest = [one for one in instances if one is not gone]
    assert choose(fleet, rest, "a") is rest[0]
