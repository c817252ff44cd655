"""Fixtures for configuration tests."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from infra.config.check import check
from tests.infra.config.samples import (
    Tree,
    environment,
    large_endpoint,
    small_card,
    small_endpoint,
    small_release,
    write,
)

Broken = Callable[..., list[str]]
Found = Callable[..., list[str]]


@pytest.fixture
def broken(tmp_path: Path) -> Broken:
    """Write a project and say what `check` finds, as `PATH  MESSAGE  [RULE]`."""

    def find(
        *,
        environments: Mapping[str, Tree] | None = None,
        models: Mapping[str, Tree] | None = None,
        **changes: Any,
    ) -> list[str]:
        envs = environments or {"dev": environment(**changes)}
        violations = check(write(tmp_path, environments=envs, models=models))
        return [f"{v.path}  {v.message}  [{v.rule}]" for v in violations]

    return find


@pytest.fixture
def broken_small(broken: Broken) -> Broken:
    """The same for changes to the endpoint of the small model."""
    return lambda **changes: broken(endpoints={"chat": small_endpoint(**changes)})


@pytest.fixture
def broken_release(broken: Broken) -> Broken:
    """The same for changes to the release of the small model."""
    return lambda **changes: broken(
        models={"small": small_card(releases={"1": small_release(**changes)})}
    )


@pytest.fixture
def found(broken: Broken) -> Found:
    """What `check` finds in one endpoint, with paths below it."""

    def find(endpoint: Tree, **changes: Any) -> list[str]:
        texts = broken(endpoints={"chat": endpoint}, **changes)
        return [text.removeprefix("endpoints.chat.") for text in texts]

    return find


@pytest.fixture
def broken_large(broken: Broken) -> Broken:
    """The same for changes to the endpoint of the large model."""
    return lambda **changes: broken(endpoints={"chat": large_endpoint(**changes)})
