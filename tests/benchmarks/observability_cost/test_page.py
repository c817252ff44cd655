from xml.etree import ElementTree

from benchmarks.observability_cost.chart import FILE, draw
from benchmarks.observability_cost.page import PAGE, current

HOW = "write it anew: .venv/bin/python -m benchmarks.observability_cost"


def test_figures_of_the_page_are_current() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert current(page) == page, HOW


def test_chart_is_current() -> None:
    assert draw() == FILE.read_text(encoding="utf-8"), HOW


def test_chart_is_well_formed() -> None:
    assert ElementTree.fromstring(draw()).tag.endswith("svg")  # noqa: S314 - of our own


def test_every_table_of_the_page_has_its_figures() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page.count("<!-- end -->") == 5
    assert "<!-- end -->\n<!-- end -->" not in page
