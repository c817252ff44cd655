"""The endpoints of the local AWS at a glance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table

from infra.config.model_card import ManagedImage
from infra.config.naming import ENDPOINT_TAG, ENVIRONMENT_TAG, MODEL_TAG
from infra.config.own_labels import needs_gpu

if TYPE_CHECKING:
    from infra.config.project import Project

STATUS_STYLES = {"InService": "green", "Failed": "red"}


@dataclass(frozen=True)
class EndpointRow:
    """One endpoint as the table shows it."""

    name: str
    kind: str
    """As the project says it; nothing for an endpoint that is none of the project's."""
    status: str
    answered_by: tuple[str, ...]
    """Each release that answers: `NAME@RELEASE`, or `STAND-IN for NAME@RELEASE`."""
    instances: str


def read_endpoints(client: Any, project: Project) -> list[EndpointRow]:
    """Ask SageMaker for every endpoint, in the order of their names."""
    pages = client.get_paginator("list_endpoints").paginate(SortBy="Name", SortOrder="Ascending")
    names = [item["EndpointName"] for page in pages for item in page["Endpoints"]]
    return [read_endpoint(client, name, project) for name in names]


def read_endpoint(client: Any, name: str, project: Project) -> EndpointRow:
    """Ask SageMaker for one endpoint and its tags."""
    endpoint = client.describe_endpoint(EndpointName=name)
    listed = client.list_tags(ResourceArn=endpoint["EndpointArn"])["Tags"]
    tags = {tag["Key"]: tag["Value"] for tag in listed}
    return EndpointRow(
        name=name,
        kind=kind_of(tags, project),
        status=endpoint["EndpointStatus"],
        # An endpoint with several variants is tagged with all of their releases.
        answered_by=tuple(answers(model, project) for model in tags.get(MODEL_TAG, "").split()),
        instances=count_instances(endpoint.get("ProductionVariants", [])),
    )


def kind_of(tags: Mapping[str, str], project: Project) -> str:
    """Return the kind of the project's endpoint that the tags name."""
    environment = project.environments.get(tags.get(ENVIRONMENT_TAG, ""))
    endpoint = environment.endpoints.get(tags.get(ENDPOINT_TAG, "")) if environment else None
    return endpoint.kind if endpoint else ""


def count_instances(variants: list[dict[str, Any]]) -> str:
    """Return `1`, or `1 of 2` while instances are on their way; serverless ones come on demand."""
    if any("CurrentServerlessConfig" in variant for variant in variants):
        return "on demand"
    current = sum(variant.get("CurrentInstanceCount", 0) for variant in variants)
    desired = sum(variant.get("DesiredInstanceCount", current) for variant in variants)
    return str(current) if current == desired else f"{current} of {desired}"


def answers(model: str, project: Project) -> str:
    """Say which release answers for `NAME@RELEASE`: itself, or its stand-in."""
    stand_in = stand_in_of(model, project)
    return f"{stand_in} for {model}" if stand_in else model


def stand_in_of(model: str, project: Project) -> str:
    """Return the release that answers in place of `NAME@RELEASE`, or nothing if it does itself."""
    name, _, release = model.partition("@")
    card = project.models.get(name)
    if card is None or card.stand_in is None or not release.isdecimal():
        return ""
    chosen = card.releases.get(int(release))
    elsewhere = chosen is not None and not _runs_here(chosen.container, project)
    return str(card.stand_in) if elsewhere else ""


def _runs_here(container: str | ManagedImage, project: Project) -> bool:
    return isinstance(container, str) and not needs_gpu(project.root, container)


def endpoints_table(rows: list[EndpointRow]) -> Table:
    """Lay the rows out, in less than 80 columns."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, collapse_padding=True)
    for heading in ("Endpoint", "Kind", "Status", "Answered by", "Instances"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        style = STATUS_STYLES.get(row.status, "yellow")
        status = f"[{style}]{row.status}[/]"
        answered_by = "\n".join(each.replace(" for ", "\nfor ") for each in row.answered_by)
        table.add_row(row.name, row.kind, status, answered_by, row.instances)
    return table
