from pathlib import Path
from typing import Any

import pytest

from lockgate.addresses import Address
from lockgate.errors import CommandError
from lockgate.invocation.choice import Choice
from lockgate.invocation.published import require_target
from lockgate.invocation.subject import find_subject
from tests.lockgate.fakes import FakeStacks, install

STACK = FakeStacks("lockgate-kinds-many", ModelsPrefix="s3://ours/many/")


class Listing:
    def __init__(self, *names: str) -> None:
        self.names = names

    def get_paginator(self, _: str) -> "Listing":
        return self

    def paginate(self, **_: Any) -> list[dict[str, Any]]:
        return [{"Contents": [{"Key": f"many/{name}"} for name in self.names]}, {}]


def missing(monkeypatch: pytest.MonkeyPatch, *published: str) -> str:
    install(monkeypatch, cloudformation=STACK, s3=Listing(*published))
    with pytest.raises(CommandError) as caught:
        require_target(find_subject(Address("kinds", "many")), Choice())
    return str(caught.value)


def test_missing_target_model_lists_the_published_ones(
    kinds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert missing(monkeypatch, "", "tiny-1.tar.gz", "other.tar.gz") == (
        "kinds/many holds many models, and none was named; "
        "choose one with --target-model: tiny@1, other.tar.gz"
    )


def test_long_list_is_cut(kinds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert missing(monkeypatch, *map(str, range(20))).endswith("10, 11 and 8 more")


def test_endpoint_without_models_says_how_to_publish_one(
    kinds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "publish one first: lockgate publish MODEL@RELEASE kinds/many" in missing(monkeypatch)


@pytest.mark.parametrize(
    ("endpoint", "choice"), [("many", Choice(target_model="tiny-1.tar.gz")), ("chat", Choice())]
)
def test_nobody_is_asked_where_it_is_clear(kinds: Path, endpoint: str, choice: Choice) -> None:
    require_target(find_subject(Address("kinds", endpoint)), choice)
