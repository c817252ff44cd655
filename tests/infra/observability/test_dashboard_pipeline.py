from typing import Any

from infra.observability.dashboard_operations import Graph
from infra.observability.dashboard_pipeline import Pipeline, health

FULL = Pipeline("stream", "metrics", "capture", "queue", "given-up")


def drawn(pipeline: Pipeline) -> dict[str, Graph]:
    return {graph[0]: graph for graph in health(pipeline, ["dev-chat"])}


def lines(pipeline: Pipeline, title: str) -> list[Any]:
    return [line.entry() for line in drawn(pipeline)[title][2]]  # type: ignore[union-attr]


def test_lateness_is_the_age_of_the_oldest_record() -> None:
    (age,) = lines(FULL, "How late the metrics are")
    assert age[:4] == ["AWS/Lambda", "IteratorAge", "FunctionName", "metrics"]


def test_unreadable_records_of_each_endpoint_and_of_none() -> None:
    known, unknown = lines(FULL, "Unreadable records (quarantined)")
    assert known[:4] == ["Lockgate", "UnparsableRecords", "EndpointName", "dev-chat"]
    assert unknown[:2] == ["Lockgate", "UnparsableRecords"]
    assert len(unknown) == 3


def test_captures_that_were_given_up() -> None:
    names = [line[3] for line in lines(FULL, "Captures that wait, and those given up")]
    assert names == ["queue", "given-up", "queue"]


def test_environment_without_captures_has_no_graph_of_them() -> None:
    titles = list(drawn(Pipeline("stream", "metrics")))
    assert "Captures that wait, and those given up" not in titles
    assert {line[3] for line in lines(Pipeline("stream", "metrics"), "Functions")} == {"metrics"}
