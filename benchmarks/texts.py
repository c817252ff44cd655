"""What is embedded: questions as people type them, and passages as they are stored."""

_TEXT = "the gate opens when levels match and a barge leaves its lock at dawn for sea"
_WORDS = _TEXT.split()
_LEAST_AND_STEP = {"question": (5, 1), "passage": (60, 8)}
KINDS = tuple(_LEAST_AND_STEP)
SHARES = {"question": 1, "passage": 4}
"""By how much fewer of these a round has; they take the longer."""


def text_of(kind: str, number: int) -> str:
    """The text of that number: 5 to 12 words for a question, 60 to 116 for a passage."""
    least, step = _LEAST_AND_STEP[kind]
    count = least + step * (number * 5 % 8)
    return " ".join(_WORDS[(number + 7 * place) % len(_WORDS)] for place in range(count))
