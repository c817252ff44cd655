"""The page about the contract says what the suite covers."""

from tests.containers.contract.table import PAGE, render


def test_page_lists_the_conditions_that_are_tested() -> None:
    assert PAGE.read_text(encoding="utf-8") == render()
