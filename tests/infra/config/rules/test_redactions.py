import pytest

from infra.config.endpoints.capture import PATTERN_NAMES
from infra.config.redactions import MAX_BYTES
from tests.infra.config.conftest import Broken
from tests.infra.config.samples import Tree, small_endpoint

WHERE = "endpoints.chat.capture.redact"


def redacting(**redact: object) -> Tree:
    return small_endpoint(capture={"percent": 100, "redact": redact})


def test_names_expressions_and_keys_are_fine(broken: Broken) -> None:
    patterns = [*PATTERN_NAMES, r"\bsk-[A-Za-z0-9]{20,}\b", "secret"]
    endpoint = redacting(patterns=patterns, drop_keys=["user"])
    assert broken(endpoints={"chat": endpoint}) == []


def test_redaction_that_takes_nothing_out(broken: Broken) -> None:
    assert broken(endpoints={"chat": redacting()}) == [
        f"{WHERE}  nothing is taken out; add patterns or drop_keys, or remove redact  [REDACT]"
    ]


@pytest.mark.parametrize("word", ["emails", "credit-card", "IP_address"])
def test_word_that_is_almost_a_name(broken: Broken, word: str) -> None:
    (found,) = broken(endpoints={"chat": redacting(patterns=[word])})
    assert found.startswith(f"{WHERE}.patterns.0  {word!r} is not the name of a pattern; write ")
    assert f"or (?:{word}) if you mean the word itself" in found


def test_pattern_that_is_no_expression_says_where(broken: Broken) -> None:
    assert broken(endpoints={"chat": redacting(patterns=["email", "ab(c"])}) == [
        f"{WHERE}.patterns.1  'ab(c' is not a regular expression: missing ), unterminated "
        "subpattern at character 3; correct it; in YAML, single quotes keep backslashes as they "
        "are  [REDACT]"
    ]


@pytest.mark.parametrize("pattern", ["[0-9]*", "", "a|", "(?=b)|$"])
def test_pattern_that_matches_where_there_is_no_text(broken: Broken, pattern: str) -> None:
    assert broken(endpoints={"chat": redacting(patterns=[pattern])}) == [
        f"{WHERE}.patterns.0  {pattern!r} also matches where there is no text, and would be put "
        "between all characters; let it match at least one character, as + does in place of *  "
        "[REDACT]"
    ]


def test_pattern_that_may_take_for_ever(broken: Broken) -> None:
    assert broken(endpoints={"chat": redacting(patterns=["(a+)+b"])}) == [
        f"{WHERE}.patterns.0  '(a+)+b' repeats what itself repeats: some texts may take it for "
        "ever, and their captures would stay as they are; repeat once, or make the inner one "
        "possessive, as in a++  [REDACT]"
    ]


@pytest.mark.parametrize("key", ["", " "])
def test_key_without_a_letter(broken: Broken, key: str) -> None:
    assert broken(endpoints={"chat": redacting(drop_keys=["user", key])}) == [
        f"{WHERE}.drop_keys.1  {key!r} is not a key; name the key, or remove it  [REDACT]"
    ]


def test_more_than_the_function_can_be_told_is_shown_where_most_of_it_is(broken: Broken) -> None:
    long = redacting(patterns=["x" * MAX_BYTES])
    (found,) = broken(endpoints={"short": redacting(patterns=["email"]), "chat": long})
    assert found.startswith(f"{WHERE}  what the environment's endpoints redact takes 3167 bytes")
    assert f"which have room for {MAX_BYTES}; shorten it; most of it is here" in found
