"""Numbers of payment cards: 12 to 19 digits of which the last one checks the others.

Structure and check digit (Luhn's) are those of ISO/IEC 7812-1. Cards of banks begin with 2 to 6.
"""

import re
from collections.abc import Iterator

BEGINNING = re.compile(r"(?<!\d)[2-6]\d{3}")
"""The first group has four digits or more."""
SEPARATORS = " -\u00a0"
FEWEST, MOST = 12, 19


def find_cards(text: str) -> Iterator[tuple[int, int]]:
    """Spans of numbers, in one piece or in groups; the longest from each beginning."""
    done = 0
    for begun in BEGINNING.finditer(text):
        if begun.start() >= done and (end := _end(text, begun.start())):
            yield begun.start(), end
            done = end


def _end(text: str, start: int) -> int:
    """Where the longest number with a right check digit ends; 0 if there is none."""
    digits, end = "", 0
    for at, character in enumerate(text[start : start + 2 * MOST], start):
        if character in SEPARATORS and text[at - 1] not in SEPARATORS:
            continue
        if not ("0" <= character <= "9") or len(digits) == MOST:
            break
        digits += character
        is_end = not text[at + 1 : at + 2].isdecimal()
        if is_end and len(digits) >= FEWEST and is_valid(digits):
            end = at + 1
    return end


def is_valid(digits: str) -> bool:
    """Whether the last digit checks the others."""
    doubled = [2 * int(digit) for digit in digits[-2::-2]]
    others = [int(digit) for digit in digits[-1::-2]]
    return (sum(others) + sum(value - 9 * (value > 9) for value in doubled)) % 10 == 0
