import pytest

from functions.capture.refusals import BEGINNING, is_refusal


@pytest.mark.parametrize(
    "answer",
    [
        "I'm sorry, but I can't help with that.",
        "I\u2019m sorry, I cannot assist with this request.",
        "I am unable to provide that information.",
        "I'm not able to share this.",
        "Sorry, I won't be able to write that.",
        "I must decline.",
        "As an AI, I  cannot\ncreate such content.",
        "That is against my guidelines.",
        "<think>I can do it. Or not.</think>I can't help with that.",
    ],
)
def test_refusal_is_found(answer: str) -> None:
    assert is_refusal(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "Blue.",
        "I'm sorry to hear that. Here is what helps:",
        "Theft is illegal and unethical.",
        "You can't help it.",
        "<think>I can't help with that. Or can I?</think>Of course.",
        "x" * BEGINNING + " I can't help with that.",
        " \n" * 500_000,
    ],
)
def test_other_answers_are_no_refusals(answer: str) -> None:
    assert not is_refusal(answer)
