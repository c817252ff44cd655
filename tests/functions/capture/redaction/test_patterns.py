import pytest

from functions.capture.redaction.patterns import NAMED, finder


def found(pattern: str, text: str) -> list[str]:
    return [text[start:end] for start, end in finder(pattern)(text)]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("email", "Write to joe.doe+x@mail.example.co.uk.", "joe.doe+x@mail.example.co.uk"),
        ("email", "<o'brien@example.com>", "o'brien@example.com"),
        ("email", "jürgen@müller.example", "jürgen@müller.example"),
        ("phone", "call +49 (0)151 234-5678 now", "+49 (0)151 234-5678"),
        ("phone", "call 0049 30 1234567.", "0049 30 1234567"),
        ("phone", "(555) 123-4567", "(555) 123-4567"),
        ("phone", "555.123.4567", "555.123.4567"),
        ("phone", "0151/2345678", "0151/2345678"),
        ("phone", "tel:2125551234", "2125551234"),
        ("credit_card", "card 4111 1111 1111 1111 ok", "4111 1111 1111 1111"),
        ("credit_card", "5500-0000-0000-0004", "5500-0000-0000-0004"),
        ("credit_card", "378282246310005,", "378282246310005"),
        ("credit_card", "1 4111111111111111", "4111111111111111"),
        ("credit_card", "4111 1111 1111 1111 123", "4111 1111 1111 1111"),
        ("ip_address", "from 192.168.1.10:443", "192.168.1.10"),
        ("ip_address", "at 2001:db8::8a2e:370:7334.", "2001:db8::8a2e:370:7334"),
        ("ip_address", "::ffff:192.168.1.1", "::ffff:192.168.1.1"),
        (r"EMP-\d{6}", "id EMP-123456", "EMP-123456"),
    ],
)
def test_pattern_finds(pattern: str, text: str, expected: str) -> None:
    assert found(pattern, text) == [expected]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("email", "@joe, see foo@bar"),
        ("phone", "on 2026-11-22 at 10:12:18"),
        ("phone", "550e8400-e29b-41d4-a716-446655440000"),
        ("phone", "pi is 3.14159265358979, e 12.718281828"),
        ("phone", "created 1795342500"),
        ("phone", "from 192.168.100.200"),
        ("credit_card", "4111 1111 1111 1112"),
        ("credit_card", "at 1795342500000 ms"),
        ("credit_card", "x" * 20),
        ("ip_address", "300.1.1.1 at 10:12:18"),
        ("ip_address", "std::vector and a :: b"),
        ("x*", "empty matches"),
    ],
)
def test_pattern_leaves_alone(pattern: str, text: str) -> None:
    assert found(pattern, text) == []


EXAMPLES = {
    "email": "joe@example.com",
    "phone": "+49 151 2345678",
    "credit_card": "4111 1111 1111 1111",
    "ip_address": "192.168.1.10",
}


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("unit", ["a", "1", "1 ", "a.", "4111", "12:", "@a", "1.", "+1 "])
def test_pattern_is_found_behind_a_long_text_without_it(name: str, unit: str) -> None:
    """A pattern whose time grows with the square of the length would need hours for this."""
    text = f"{unit * 200_000}\n{EXAMPLES[name]}"
    assert found(name, text)[-1] == EXAMPLES[name]


def test_what_is_no_expression_is_refused() -> None:
    with pytest.raises(
        ValueError, match=r"pattern '\(' is no regular expression: .* write one, or"
    ):
        finder("(")
