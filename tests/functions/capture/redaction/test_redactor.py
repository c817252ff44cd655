import pytest

from functions.capture.redaction import Redactor

EMAIL = Redactor.of({"patterns": ["email"]})


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (["no address"], ["no address"]),
        (["a joe@example.com b"], ["a [REDACTED] b"]),
        (["to jo", "e@exam", "ple.com now"], ["to [REDACTED]", "", " now"]),
        (["joe@example.com", " x"], ["[REDACTED]", " x"]),
        (["x ", "joe@example.com"], ["x ", "[REDACTED]"]),
        (["a@b.co c", "@d.co e@f.co"], ["[REDACTED] [REDACTED]", " [REDACTED]"]),
        (["", "joe@example.com", ""], ["", "[REDACTED]", ""]),
    ],
)
def test_finds_may_cross_pieces(pieces: list[str], expected: list[str]) -> None:
    assert EMAIL.pieces(pieces) == expected


def test_finds_that_overlap_are_replaced_together() -> None:
    both = Redactor.of({"patterns": ["abc", "cde"]})
    assert both.text("-abcde-") == "-[REDACTED]-"


def test_finds_side_by_side_are_replaced_each() -> None:
    assert Redactor.of({"patterns": ["ab"]}).text("abab") == "[REDACTED][REDACTED]"


def test_without_patterns_texts_stay() -> None:
    assert Redactor.of({"drop_keys": ["user"]}).text("joe@example.com") == "joe@example.com"


def test_unknown_member_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\['pattern'\] is not known; write patterns and drop_ke"):
        Redactor.of({"pattern": []})
