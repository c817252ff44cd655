"""The page about managed images names every image, and every variable that each gets."""

import json
import re

import pytest

from infra.config.catalogue import images
from infra.config.model_card import Release
from infra.endpoints.variables import Served, container_variables
from tests.test_docs import ROOT

FAMILIES = sorted(json.loads(images.DATA.read_text(encoding="utf-8"))["families"])
PAGE = (ROOT / "docs/endpoints/images.md").read_text(encoding="utf-8")
CATALOGUE, VARIABLES = PAGE.split("## Which variables Lockgate sets")
CODE = re.compile(r"`([^`]+)`")


def row(part: str, family: str) -> str:
    """What the table of a part says about a family."""
    rows = [line.split("|") for line in part.splitlines() if line.startswith("|")]
    (found,) = ("|".join(cells[2:]) for cells in rows if family in CODE.findall(cells[1]))
    return found


def served(family: str) -> Served:
    release = {
        "source": "hf:org/name@main",
        "container": {"managed": family},
        "settings": {"context_length": 8},
        "neuron": {"tensor_parallel_degree": 1},
    }
    return Served("name", "dev-name", Release.model_validate(release), accelerators=1, task="chat")


@pytest.mark.parametrize("family", FAMILIES)
def test_variables_of_an_image_are_those_that_it_gets(family: str) -> None:
    named = [name for name in CODE.findall(row(VARIABLES, family)) if name.isupper()]
    assert sorted(named) == sorted(container_variables(served(family), further={}))


@pytest.mark.parametrize("family", FAMILIES)
def test_processors_of_an_image_are_those_that_it_is_built_for(family: str) -> None:
    processors = row(CATALOGUE, family).split("|")[1].lower().replace(" ", "").split(",")
    assert set(processors) == set(images.managed_image(family).tags)
