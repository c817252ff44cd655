from datetime import timedelta

from lockgate.top.footer import footer
from tests.lockgate.fake_metrics import MINUTE
from tests.lockgate.top.samples import snapshot


def test_age_of_the_newest_data_is_told_in_minutes() -> None:
    old = snapshot(newest=MINUTE - timedelta(minutes=3))

    assert footer(old).plain.startswith("newest data 3 min old · window 5 min\n")


def test_data_of_the_present_minute() -> None:
    assert footer(snapshot()).plain.startswith("newest data of this minute")


def test_without_any_data_it_says_so() -> None:
    assert footer(snapshot(newest=None)).plain.startswith("no data in the last 20 min")


def test_prices_are_estimates_with_their_date() -> None:
    shown = footer(snapshot()).plain

    assert "estimates from list prices of us-east-1 (2026-02-15 and 2026-09-27)" in shown


def test_records_that_could_not_be_read_are_told() -> None:
    assert footer(snapshot(unparsable=2)).plain.splitlines()[-1] == (
        "⚠ 2 records could not be read; see quarantine/ in the bucket of the records"
    )
    assert "⚠ 1 record could" in footer(snapshot(unparsable=1)).plain


def test_without_trouble_nothing_is_said_of_it() -> None:
    assert "could not be read" not in footer(snapshot()).plain
