import pytest

from lockgate.top.figures import Figures
from tests.lockgate.top.samples import BUSY, row


def test_million_tokens_cost_what_the_hours_for_them_do() -> None:
    # 10 tokens/s are 36,000 an hour.
    assert row(figures=BUSY, usd_per_hour=0.36).usd_per_million == pytest.approx(10)


def test_million_tokens_of_instances_that_are_gone_have_no_price() -> None:
    assert row(figures=BUSY, usd_per_hour=0.0).usd_per_million is None


def test_million_tokens_have_no_price_without_tokens() -> None:
    assert row(figures=Figures({}, 60)).usd_per_million is None
