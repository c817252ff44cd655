"""The pages about observability say what the code does, and name tests that there are."""

import re
from pathlib import Path

import pytest

from infra.config.capture_metrics import JUDGED
from infra.config.inference_metrics import OF_MODELS, UNITS, UNPARSABLE
from infra.observability.quality_queries import QUALITY_QUERIES
from infra.observability.quality_table import QUALITY_TABLE
from infra.observability.queries import QUERIES
from tests.test_docs import ROOT

FOLDER = ROOT / "docs/observability"
README = (FOLDER / "README.md").read_text(encoding="utf-8")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
NAMED = [
    pytest.param(page, *found, id=f"{page.stem}-{found[1]}")
    for page in sorted((ROOT / "docs").rglob("*.md"))
    for found in TEST.findall(page.read_text(encoding="utf-8"))
]


def rows(page: str, heading: str) -> list[list[str]]:
    """Cells of the first table below a heading."""
    lines = page.split(f"\n## {heading}\n")[1].splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("|"))
    table = [line for line in lines[first:] if line.startswith("|") or not line]
    table = table[: table.index("")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


def test_metrics_are_those_that_are_published() -> None:
    described = {cells[0].strip("`"): cells[1] for cells in rows(README, "Metrics")}
    assert described == UNITS


def test_metrics_with_a_mark_are_those_of_models() -> None:
    marked = [cells[0].strip("`") for cells in rows(README, "Metrics") if cells[2]]
    assert sorted(marked) == sorted(OF_MODELS)


@pytest.mark.parametrize("name", [UNPARSABLE, *JUDGED.values()])
def test_metric_beside_them_is_described(name: str) -> None:
    assert f"`{name}`" in README


def test_queries_are_those_that_are_saved() -> None:
    listed = README.split("<!-- queries -->\n")[1].split("\n<!-- end -->")[0]
    saved = [f"- `{each.name}`: {each.description}" for each in (*QUERIES, *QUALITY_QUERIES)]
    assert listed.splitlines() == saved


@pytest.mark.parametrize(("page", "path", "name"), NAMED)
def test_test_that_a_page_names_is_there(page: Path, path: str, name: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert re.search(rf"^(async )?def {name}\(", text, re.MULTILINE), page.name


def test_columns_are_those_of_the_table() -> None:
    page = (FOLDER / "capture.md").read_text(encoding="utf-8")
    table = page.split("<!-- columns -->\n")[1].split("\n<!-- end -->")[0].splitlines()[2:]
    cells = [[cell.strip() for cell in line.split("|")[1:3]] for line in table]
    assert {name.strip("`"): kind for name, kind in cells} == QUALITY_TABLE.columns
