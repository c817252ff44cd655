import logging
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from lockgate.local.emf.extraction import Extraction
from lockgate.local.metrics.store import MetricStore, metric
from lockgate.local.protocol.scope import Scope
from lockgate.local.time_scale import REAL_TIME
from tests.local.emf.documents import NOW, document

SCOPE = Scope("000000000000", "eu-west-1")


@dataclass(frozen=True)
class Event:
    message: str


@pytest.fixture
def store() -> MetricStore:
    return MetricStore(REAL_TIME, clock=lambda: NOW)


@pytest.fixture
def extraction(store: MetricStore) -> Iterator[Extraction]:
    extraction = Extraction(store, clock=lambda: NOW)
    yield extraction
    extraction.close()


def hear(extraction: Extraction, *messages: str) -> None:
    extraction.hear(SCOPE, "/aws/lambda/metrics", "stream", [Event(text) for text in messages])
    extraction.settle()


def total(store: MetricStore, namespace: str, name: str, **dimensions: str) -> float | None:
    wanted = metric(namespace, name, dimensions)
    periods = store.read(SCOPE, wanted, period=60, since=NOW - 3600, until=NOW + 3600)
    return sum(values.total for values in periods.values()) if periods else None


def test_documents_among_other_lines_become_metrics(
    extraction: Extraction, store: MetricStore
) -> None:
    hear(extraction, "START", document(Requests=2), '{"event": "inference"}', document(Requests=3))
    assert total(store, "Lockgate", "Requests", EndpointName="chat") == 5
    assert len(list(store.metrics(SCOPE))) == 1


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ('{"_aws": {"CloudWatchMetrics":', "EMFParsingErrors"),
        (document(Latency="slow"), "EMFValidationErrors"),
    ],
)
def test_an_event_that_is_wrong_is_counted_and_gives_no_metric(
    extraction: Extraction, store: MetricStore, message: str, name: str
) -> None:
    hear(extraction, message, message)
    assert total(store, "AWS/Logs", name, LogGroupName="/aws/lambda/metrics") == 2
    assert len(list(store.metrics(SCOPE))) == 1


def test_the_reason_is_told_once(extraction: Extraction, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        hear(extraction, document(Latency="slow"), document(Latency="slow"))
    (record,) = caplog.records
    assert "/aws/lambda/metrics: Latency: the value is 'slow', no number" in record.getMessage()


def test_accounts_are_kept_apart(extraction: Extraction, store: MetricStore) -> None:
    hear(extraction, document(Requests=2))
    assert list(store.metrics(Scope("111111111111", "eu-west-1"))) == []
