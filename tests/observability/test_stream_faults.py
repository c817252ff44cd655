"""What comes twice, in another order, or broken: nothing is lost, and nothing is stored twice."""

import gzip
import random
from datetime import UTC, datetime, timedelta

import pytest

from tests.functions.metrics.samples import envelope, packed
from tests.local.polling import until
from tests.observability.lines import line, record, requests
from tests.observability.pipeline import Endpoint, ids_of

pytestmark = pytest.mark.local_aws
GOOD = 10
"""Requests of five records."""


def holds(endpoint: Endpoint, *data: bytes) -> None:
    """The log events of the records are stored, each in one object; their requests count once."""
    endpoint.settle()
    assert endpoint.stored() == ids_of(data)
    assert endpoint.sum("Requests") == GOOD
    assert endpoint.sum("PromptTokens") == GOOD * 10
    assert endpoint.pipeline.given_up() == []


def test_records_that_come_twice_in_a_batch(endpoint: Endpoint) -> None:
    data = requests(endpoint.name, 5)
    endpoint.put(*data, *data)
    holds(endpoint, *data)


def test_records_that_come_again_later(endpoint: Endpoint) -> None:
    data = requests(endpoint.name, 5)
    endpoint.put(*data)
    endpoint.settle()
    endpoint.put(*data)
    holds(endpoint, *data)


def test_records_in_another_order(endpoint: Endpoint) -> None:
    ended = datetime.now(UTC)
    minutes = [(ended - timedelta(minutes=back)).isoformat() for back in range(5)]
    data = [record(endpoint.name, [line(time=time), line(time=time)]) for time in minutes]
    random.Random(4).shuffle(data)  # noqa: S311 - no secret
    endpoint.put(*data[:3])
    endpoint.settle()
    endpoint.put(*data[3:])
    holds(endpoint, *data)


POISON = {
    "no gzip": b"\x00\x01 is no gzip",
    "no JSON": gzip.compress(b"is no JSON"),
    "of another kind": gzip.compress(b'["a", "list"]'),
    "without events": packed(envelope([])),
}


@pytest.mark.parametrize("kind", POISON)
def test_poison_among_good_records(endpoint: Endpoint, kind: str) -> None:
    data = requests(endpoint.name, 5)
    endpoint.put(*data[:2], POISON[kind], *data[2:])
    holds(endpoint, *data)
    (told,) = endpoint.quarantined()
    assert told["reason"].startswith(("the data is no gzip", "the envelope"))


def test_truncated_gzip_is_quarantined_as_it_came(endpoint: Endpoint) -> None:
    data = requests(endpoint.name, 5)
    cut = record(endpoint.name, [line()])[:-9]
    endpoint.put(*data, cut)
    holds(endpoint, *data)
    (told,) = endpoint.quarantined()
    assert told["reason"] == "the gzip file is truncated"


def test_records_of_other_log_groups_are_stored_and_not_counted(endpoint: Endpoint) -> None:
    data = requests(endpoint.name, 5)
    other = record(endpoint.name, [line()], logGroup=f"/aws/lambda/{endpoint.name}")
    endpoint.put(other, *data)
    holds(endpoint, other, *data)
    assert [told["reason"][:29] for told in endpoint.quarantined()] == [
        "the log group is not of an en"
    ]


def test_broken_lines_among_good_ones(endpoint: Endpoint) -> None:
    broken = [line(status="good"), '{"lockgate":"inference"}', line()[:-20]]
    data = [*requests(endpoint.name, 4), record(endpoint.name, [line(), *broken, line()])]
    endpoint.put(*data)
    holds(endpoint, *data)
    (told,) = endpoint.quarantined()
    until(lambda: endpoint.unparsable() == len(broken))
    assert len(told["events"]) == len(broken)
    assert "Expected `int | null`, got `str`" in told["events"][0]["reason"]


def test_an_oversized_line(endpoint: Endpoint) -> None:
    """CloudWatch Logs takes events of up to 1 MB."""
    large = line(model="m" * 1_000_000)
    data = [*requests(endpoint.name, 4), record(endpoint.name, [line(), large, line()])]
    endpoint.put(*data)
    holds(endpoint, *data)
    (told,) = endpoint.quarantined()
    assert [one["reason"] for one in told["events"]] == [
        "Expected `str` of length <= 256 - at `$.model`"
    ]


def test_events_out_of_time_are_stored_and_not_counted(endpoint: Endpoint) -> None:
    old, new = (datetime.now(UTC) + timedelta(days=days) for days in (-15, 1))
    wrong = [line(time=old.isoformat()), line(time=new.isoformat())]
    data = [*requests(endpoint.name, 4), record(endpoint.name, [line(), *wrong, line()])]
    endpoint.put(*data)
    holds(endpoint, *data)
    (told,) = endpoint.quarantined()
    reasons = {one["reason"] for one in told["events"]}
    assert reasons == {"its time is out of what CloudWatch takes metrics of"}
