"""How much a text repeats itself.

The share of duplicate n-grams of words, 1 - distinct / all, for n = 4: seq-rep-4 of Welleck et al.,
https://arxiv.org/abs/1908.04319 (section 6). Words are what white space divides, whatever their
case; scripts without white space have no figure.
"""

N = 4
REPETITIVE = 0.5
"""From here on an answer counts as repetitive: half of what it says it has said before."""
MOST_WORDS = 20_000
"""The first words of a text that are looked at, so that memory is bounded."""


def repetition(text: str) -> float | None:
    """From 0 to just below 1; None if the text has fewer than four words."""
    words = text.lower().split(maxsplit=MOST_WORDS)[:MOST_WORDS]
    grams = list(zip(*(words[start:] for start in range(N)), strict=False))
    if not grams:
        return None
    return round(1 - len(set(grams)) / len(grams), 6)
