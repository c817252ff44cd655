import pytest

from infra.config.percent import format_percent, parse_percent


@pytest.mark.parametrize(
    ("text", "percent"), [("1%", 1.0), ("0.1%", 0.1), ("100%", 100.0), ("0%", 0.0)]
)
def test_share_reads_and_writes(text: str, percent: float) -> None:
    assert parse_percent(text) == percent
    assert format_percent(percent) == text


def test_share_that_was_read_already_stays() -> None:
    assert parse_percent(0.5) == 0.5


@pytest.mark.parametrize("text", ["1", "1 %", "%", "-1%", "1e3%", ".5%", "5.%", 1, None, "1%\n"])
def test_text_that_is_no_share(text: object) -> None:
    with pytest.raises(ValueError, match=r"is not a share; write a number and %, as in 0\.5%"):
        parse_percent(text)
