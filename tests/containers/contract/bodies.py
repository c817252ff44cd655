"""Bodies that no container can take for a request."""

from tests.containers.subjects.subject import Subject

DEEP = 100_000
TEXTS = {
    "null": b"null",
    "a number": b"7",
    "a boolean": b"true",
    "an object": b'{"a": 1}',
    "NaN": b"NaN",
    "infinity": b"-Infinity",
    "a number beyond 64 bits": b"1" * 400,
    "a number beyond floats": b"1e999",
    "lists that nest deep": b"[" * DEEP + b"]" * DEEP,
    "objects that nest deep": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "a lone surrogate": rb'"\ud800"',
    "a surrogate that is not paired": rb'"\ud83d a"',
    "bytes that are not UTF-8": b'"\xff\xfe"',
    "a character cut short": b'"\xe6\x97"',
    "a surrogate in UTF-8": b'"\xed\xa0\x80"',
    "a null byte": b'"a\0b"',
    "a line break": b'"a\nb"',
    "an unknown escape": rb'"\x41"',
    "no value": b"",
    "a text without its end": b'"a',
}
"""What stands where a text should be."""
BODIES = {
    "nothing": b"",
    "white space": b" \r\n\t",
    "no JSON": b"Hello!",
    "a form": b"inputs=Hello&parameters=",
    "null bytes": bytes(64),
    "a string": b'"Hello"',
    "a number": b"7",
    "null": b"null",
    "a list of numbers": b"[1, 2]",
    "an empty object": b"{}",
    "an unknown key": b'{"nonsense": 1}',
    "lists that nest deep": b"[" * DEEP + b"]" * DEEP,
    "objects that nest deep": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "brackets without their ends": b"[" * DEEP,
    "a zip file": b"PK\x03\x04" + bytes(range(256)),
}
"""Whole bodies."""


def malformed(subject: Subject) -> dict[str, bytes]:
    """All bodies that a subject refuses, by what is wrong with them."""
    right = subject.raw(b'"Hello"')
    made = {
        "a request cut short": right[:-1],
        "a request twice": right * 2,
        "a request with a comma too many": right[:-1] + b",}",
        "a request in single quotes": right.replace(b'"', b"'"),
        "a request after a byte order mark": b"\xef\xbb\xbf" + right,
        "a request in UTF-16": right.decode().encode("utf-16"),
        "a request with an unknown field": b'{"nonsense":1,' + right[1:],
    }
    texts = {f"{what} as the text": subject.raw(value) for what, value in TEXTS.items()}
    every = {**BODIES, **made, **texts, **subject.malformed}
    return {what: body for what, body in every.items() if what not in subject.accepted}
