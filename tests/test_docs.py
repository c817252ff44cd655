"""What the pages of the project say is there, is there."""

import ast
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from infra.config.project import load_project

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_python_examples_are_python(page: Path) -> None:
    for block in blocks(page, "python"):
        ast.parse(block)


def test_the_example_of_the_readme_is_that_of_dev() -> None:
    example = YAML(typ="safe").load(blocks(ROOT / "README.md", "yaml")[0])
    dev = YAML(typ="safe").load((ROOT / "environments" / "dev.yaml").read_text(encoding="utf-8"))
    assert example["endpoints"]["chat"] == dev["endpoints"]["chat"]


def test_every_decision_is_in_the_index() -> None:
    index = (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")
    pages = [page.name for page in (ROOT / "docs/decisions").glob("0*.md")]
    assert [name for name in pages if f"({name})" not in index] == []


def test_every_environment_is_named_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in load_project(ROOT).environments if name not in readme] == []
