from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from infra.config.model_card import Architecture, ManagedImage, ModelCard, Release, Settings
from infra.config.project import Project, load_project
from infra.config.references import ReleaseReference
from infra.config.sources import HuggingFaceSource
from lockgate.local.overview import (
    EndpointRow,
    count_instances,
    endpoints_table,
    kind_of,
    read_endpoints,
)

ROOT = Path(__file__).parents[2]


def card() -> ModelCard:
    source, image = HuggingFaceSource("org/big", "main"), ManagedImage(managed="vllm")
    release = Release(source=source, container=image, settings=Settings(context_length=64))
    return ModelCard(
        name="big",
        task="chat",
        license="mit",
        architecture=Architecture(parameters=1, layers=1, kv_heads=1, head_dim=1, max_context=1),
        stand_in=ReleaseReference("small", 1),
        releases={1: release},
    )


@pytest.fixture
def project() -> Project:
    return Project(Path("/p"), {}, {"big": card()})


class FakeSageMaker:
    """Two endpoints; the second has no tags."""

    def __init__(self, **tags: str) -> None:
        self._tags = tags or {"model": "big@1"}

    def get_paginator(self, _: str) -> "FakeSageMaker":
        return self

    def paginate(self, **_: str) -> list[dict[str, Any]]:
        return [{"Endpoints": [{"EndpointName": "local-a"}, {"EndpointName": "local-b"}]}]

    def describe_endpoint(self, *, EndpointName: str) -> dict[str, Any]:  # noqa: N803
        variants = [{"CurrentInstanceCount": 1, "DesiredInstanceCount": 1}]
        status = "InService" if EndpointName == "local-a" else "Failed"
        return {"EndpointArn": EndpointName, "EndpointStatus": status,
                "EndpointConfigName": "config", "ProductionVariants": variants}  # fmt: skip

    def describe_endpoint_config(self, *, EndpointConfigName: str) -> dict[str, Any]:  # noqa: N803
        return {"ProductionVariants": [{"ModelName": f"model of {EndpointConfigName}"}]}

    def describe_model(self, *, ModelName: str) -> dict[str, Any]:  # noqa: N803
        return {"PrimaryContainer": {"Image": ModelName}}

    def list_tags(self, *, ResourceArn: str) -> dict[str, Any]:  # noqa: N803
        tags = self._tags if ResourceArn == "local-a" else {}
        return {"Tags": [{"Key": f"lockgate:{key}", "Value": tags[key]} for key in tags]}


def read(project: Project, sagemaker: FakeSageMaker | None = None) -> list[EndpointRow]:
    """The rows, where nothing lies in S3."""
    return read_endpoints(sagemaker or FakeSageMaker(), project, lambda _: [])


def test_each_endpoint_is_a_row(project: Project) -> None:
    rows = read(project)

    assert [(row.name, row.status, row.answered_by) for row in rows] == [
        ("local-a", "InService", ("small@1 for big@1",)),
        ("local-b", "Failed", ()),
    ]


def test_each_release_of_an_ab_test_is_named(project: Project) -> None:
    sagemaker = FakeSageMaker(model="big@1 other@2")
    assert read(project, sagemaker)[0].answered_by == ("small@1 for big@1", "other@2")


def test_an_endpoint_of_the_project_has_its_kind() -> None:
    project = load_project(ROOT, only={"local"})
    tags = {"lockgate:environment": "local", "lockgate:endpoint": "summaries"}
    assert kind_of(tags, project) == "async"


def test_an_endpoint_of_nobody_has_no_kind(project: Project) -> None:
    assert kind_of({}, project) == ""


def test_serverless_containers_come_on_demand() -> None:
    assert count_instances([{"CurrentServerlessConfig": {}}]) == "on demand"


def test_table_shows_model_and_stand_in(project: Project) -> None:
    console = Console(width=80)
    with console.capture() as capture:
        console.print(endpoints_table(read(project)))

    lines = [line.split() for line in capture.get().splitlines()]
    assert ["local-a", "InService", "small@1", "1"] in lines
    assert ["for", "big@1"] in lines


def test_instances_on_their_way_are_counted_apart() -> None:
    assert count_instances([{"CurrentInstanceCount": 1, "DesiredInstanceCount": 3}]) == "1 of 3"


def test_endpoint_without_variants_has_no_instances() -> None:
    assert count_instances([]) == "0"
