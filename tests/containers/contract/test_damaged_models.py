"""Models that cannot be loaded: the reason is told, and nothing is healthy."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.containers.contract.applicability import multi_model, single_model
from tests.containers.contract.running import Running, is_error
from tests.containers.contract.starting import SHARED, Starter
from tests.containers.subjects.subject import Subject
from tests.local.polling import until

Damage = Callable[[Path], None]


def emptied(weights: Path) -> None:
    shutil.rmtree(weights.parent)
    weights.parent.mkdir()


def garbled(weights: Path) -> None:
    weights.unlink()
    weights.write_bytes(b"no model at all " * 4096)


def cut_short(weights: Path) -> None:
    with weights.open("rb") as file:
        beginning = file.read(weights.stat().st_size // 3)
    weights.unlink()
    weights.write_bytes(beginning)


DAMAGES = {"empty": emptied, "garbage": garbled, "short": cut_short}
each_damage = pytest.mark.parametrize("name", DAMAGES)


@single_model
@each_damage
def test_damaged_model_ends_the_container_with_the_reason_as_its_last_line(
    subject: Subject, starter: Starter, name: str
) -> None:
    folder = starter.model(lambda path: DAMAGES[name](path / subject.weights))
    container = starter.start(SHARED, folder).container
    pings = set()

    def has_ended() -> bool:
        pings.add(container.ping())
        return container.has_ended

    until(has_ended)
    assert container.wait() == 1
    assert re.fullmatch(f"lockgate: {subject.damages[name]}.*", container.log.lines[-1])
    assert 200 not in pings


@multi_model
@each_damage
def test_damaged_model_is_refused_and_the_others_stay(
    subject: Subject, starter: Starter, running: Running, name: str
) -> None:
    folder = starter.model(lambda path: DAMAGES[name](path / subject.weights))
    refused = running.load("damaged", folder.path)
    assert (refused.status_code, is_error(refused)) == (400, True)
    assert re.match(subject.damages[name], refused.json()["error"]["message"])
    assert running.client.get("/models/damaged").status_code == 404
    assert running.ask(subject.smallest()).status_code == 200
