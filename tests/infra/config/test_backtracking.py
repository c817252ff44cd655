import pytest

from infra.config.backtracking import may_take_for_ever


@pytest.mark.parametrize("pattern", ["(a+)+b", "(?:x*y*)*z", r"(\d+,?){20,}", "((a|b+)c?)*$"])
def test_repetition_of_a_repetition(pattern: str) -> None:
    assert may_take_for_ever(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"\bsk-[A-Za-z0-9]{20,}\b",
        "(ab)+c",
        "a+b+c*",
        "(a+){2}",
        "(?>a+)b",
        r"(?:\d{1,3}\.){3}",
        "(",
    ],
)
def test_expressions_that_end(pattern: str) -> None:
    assert not may_take_for_ever(pattern)
