import pytest

from functions.capture import repetition as module
from functions.capture.repetition import repetition


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("one two three", None),
        ("one two three four", 0.0),
        ("one two three four five six", 0.0),
        ("a b c d a b c d", 0.2),
        ("No no NO no no no no no", 0.8),
    ],
)
def test_share_of_repeated_n_grams(text: str, expected: float | None) -> None:
    assert repetition(text) == expected


def test_only_the_first_words_of_a_long_text_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WORDS", 4)
    assert repetition("a b c d " * 100) == 0.0
