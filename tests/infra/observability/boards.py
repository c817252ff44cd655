"""Dashboards of a few endpoints, as plain data."""

from collections.abc import Mapping, Sequence
from typing import Any

from infra.config.model_card import Release
from infra.config.references import ReleaseReference
from infra.observability.dashboard import dashboard_body
from infra.observability.dashboard_pipeline import Pipeline
from tests.infra.config.samples import Tree, small_release
from tests.infra.observability.conftest import endpoint

PIPELINE = Pipeline("stream", "metrics-function", "capture-function", "captures", "given-up")


def find(reference: ReleaseReference) -> Release:
    """The small release; that of `large` runs in an image of AWS."""
    container = {"managed": "vllm"} if reference.model == "large" else "tiny"
    return Release.model_validate(small_release(container=container))


def board(
    endpoints: Mapping[str, Tree] | None = None,
    *,
    chat: Tree | None = None,
    alarms: Sequence[str] = (),
) -> dict[str, Any]:
    """The body of the dashboard of `dev`, with these endpoints or with one called `chat`."""
    trees = {**(endpoints or {}), **({"chat": chat} if chat else {})}
    settings = {name: endpoint(tree) for name, tree in trees.items()}
    return dashboard_body("dev", "eu-west-1", settings, find=find, pipeline=PIPELINE, alarms=alarms)


def graphs(body: dict[str, Any]) -> dict[str, list[Any]]:
    """The lines of each graph, by its title."""
    found = [w["properties"] for w in body["widgets"] if w["type"] == "metric"]
    return {properties["title"]: properties["metrics"] for properties in found}


def metrics(body: dict[str, Any], *, endpoint: str = "dev-chat") -> set[str]:
    """Names of the metrics of an endpoint."""
    entries = [entry for lines in graphs(body).values() for entry in lines]
    return {entry[1] for entry in entries if len(entry) > 1 and endpoint in entry}


def texts(body: dict[str, Any]) -> list[str]:
    """The texts, from above."""
    return [w["properties"]["markdown"] for w in body["widgets"] if w["type"] == "text"]
