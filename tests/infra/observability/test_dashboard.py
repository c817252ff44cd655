import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from infra.config.project import load_project
from infra.observability.dashboard import MOST_METRICS, EnvironmentDashboard, dashboard_body
from tests.infra.config.samples import (
    Tree,
    async_endpoint,
    large_endpoint,
    multi_model_endpoint,
    neuron_endpoint,
    serverless_endpoint,
    small_endpoint,
)
from tests.infra.observability.boards import PIPELINE, board, find, graphs, texts
from tests.infra.observability.body import Body
from tests.infra.observability.conftest import endpoint, synthesize

ROOT = Path(__file__).parents[3]
KINDS = {
    "realtime": small_endpoint(capture={"percent": 100}),
    "managed": large_endpoint(shadow={"model": "large@1"}),
    "async": async_endpoint(),
    "serverless": serverless_endpoint(provisioned_concurrency=1),
    "multi-model": multi_model_endpoint(),
    "inferentia": neuron_endpoint(),
}


@pytest.mark.parametrize("kind", KINDS)
def test_body_is_as_cloudwatch_documents_it(kind: str) -> None:
    Body.model_validate(board(chat=KINDS[kind], alarms=["arn:aws:cloudwatch:alarm"]))


@pytest.mark.parametrize("name", ["dev", "local", "staging", "prod"])
def test_bodies_of_the_project_itself_are_too(name: str) -> None:
    project = load_project(ROOT)
    environment = project.environments[name]
    body = dashboard_body(
        name, environment.region, environment.endpoints, find=project.release, pipeline=PIPELINE
    )
    Body.model_validate(body)


def test_no_two_widgets_overlap() -> None:
    for one, other in combinations(board(KINDS)["widgets"], 2):
        apart = (
            one["x"] + one["width"] <= other["x"]
            or other["x"] + other["width"] <= one["x"]
            or one["y"] + one["height"] <= other["y"]
            or other["y"] + other["height"] <= one["y"]
        )
        assert apart, (one, other)


def test_titles_within_one_endpoint_differ() -> None:
    variants = {"blue": {"model": "small@1"}, "green": {"model": "small@1"}}
    tree: Tree = {"kind": "realtime", "instance": "ml.m5.large", "variants": variants}
    body = board(chat={**tree, "shadow": {"model": "small@1"}})
    drawn = [widget for widget in body["widgets"] if widget["type"] == "metric"]
    assert len(graphs(body)) == len(drawn)


def test_states_of_alarms_stand_at_the_top() -> None:
    second = board(alarms=["arn-of-an-alarm"])["widgets"][1]
    assert second["properties"]["alarms"] == ["arn-of-an-alarm"]


def test_more_alarms_than_a_widget_takes_stand_in_two() -> None:
    body = board(alarms=[f"arn-{number}" for number in range(101)])
    counts = [len(w["properties"]["alarms"]) for w in body["widgets"] if w["type"] == "alarm"]
    assert counts == [100, 1]


def test_environment_without_endpoints_shows_its_pipeline() -> None:
    assert [text.splitlines()[0] for text in texts(board())] == ["# dev", "## Pipeline"]


def test_head_of_an_endpoint_says_what_answers_and_links_to_its_logs() -> None:
    head = texts(board(chat=small_endpoint()))[1]
    assert head.startswith("## dev-chat\nrealtime: primary small@1 on ml.m5.large.")
    assert "log-groups/log-group/$252Faws$252Fsagemaker$252FEndpoints$252Fdev-chat" in head


@pytest.mark.parametrize(("tree", "said"), [(small_endpoint(), False), (large_endpoint(), True)])
def test_images_of_aws_are_said_to_log_less(tree: Tree, said: bool) -> None:
    assert ("AWS's image logs less" in texts(board(chat=tree))[1]) == said


def test_more_widgets_than_cloudwatch_takes() -> None:
    endpoints = {f"chat{number}": small_endpoint() for number in range(60)}
    with pytest.raises(ValueError, match=r"^dev: its dashboard would have \d+ widgets, and Cloud"):
        board(endpoints)


def test_more_metrics_than_cloudwatch_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infra.observability.dashboard.MOST_WIDGETS", MOST_METRICS)
    endpoints = {f"chat{number}": small_endpoint() for number in range(60)}
    with pytest.raises(ValueError, match=r"\d+ metrics, and CloudWatch takes 2500; move"):
        board(endpoints)


def test_construct_is_one_resource_with_the_environment_s_name() -> None:
    def build(stack: Any) -> None:
        EnvironmentDashboard(
            stack,
            "Dashboard",
            environment="dev",
            region="eu-west-1",
            endpoints={"chat": endpoint(small_endpoint())},
            find=find,
            pipeline=PIPELINE,
        )

    (resource,) = synthesize(build).values()
    assert resource["Properties"]["DashboardName"] == "lockgate-dev"
    assert json.loads(resource["Properties"]["DashboardBody"]) == board(chat=small_endpoint())
