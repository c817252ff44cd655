import pytest

from infra.config.dockerfile.words import expand, split_words

VARIABLES = {"NAME": "value", "EMPTY": ""}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("$NAME/x", "value/x"),
        ("${NAME}s", "values"),
        ("$NAME$NAME", "valuevalue"),
        ("$UNKNOWN", ""),
        ("${UNKNOWN:-other}", "other"),
        ("${UNKNOWN:-$NAME}", "value"),
        ("${UNKNOWN:-${NAME}}", "value"),
        ("${EMPTY:-other}", "other"),
        ("${EMPTY-other}", ""),
        ("${NAME:+set}", "set"),
        ("${UNKNOWN:+set}", ""),
        ("'$NAME'", "$NAME"),
        ('"$NAME it\'s"', "value it's"),
        (r"\$NAME", "$NAME"),
        (r'"\$NAME"', "$NAME"),
        (r'"a \"b\""', 'a "b"'),
        (r'"c:\dir"', r"c:\dir"),
        (r"two\ words", "two words"),
        ("price$", "price$"),
    ],
)
def test_expanded_as_docker_does(text: str, expected: str) -> None:
    assert expand(text, VARIABLES) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a b", ["a", "b"]),
        ('A="x y" B=z', ['A="x y"', "B=z"]),
        (r"A=x\ y B=z", [r"A=x\ y", "B=z"]),
        ("A='x y'z", ["A='x y'z"]),
        ("", []),
    ],
)
def test_split_at_white_space_outside_quotes(text: str, expected: list[str]) -> None:
    assert split_words(text) == expected
