"""The endpoints of the local AWS at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table

from infra.config.model_card import ManagedImage
from infra.config.naming import MODEL_TAG

if TYPE_CHECKING:
    from infra.config.project import Project

STATUS_STYLES = {"InService": "green", "Failed": "red"}


@dataclass(frozen=True)
class EndpointRow:
    """One endpoint as the table shows it."""

    name: str
    status: str
    model: str
    stand_in: str
    instances: str


def read_endpoints(client: Any, project: Project) -> list[EndpointRow]:
    """Ask SageMaker for every endpoint, in the order of their names."""
    pages = client.get_paginator("list_endpoints").paginate(SortBy="Name", SortOrder="Ascending")
    names = [item["EndpointName"] for page in pages for item in page["Endpoints"]]
    return [read_endpoint(client, name, project) for name in names]


def read_endpoint(client: Any, name: str, project: Project) -> EndpointRow:
    """Ask SageMaker for one endpoint and its tags."""
    endpoint = client.describe_endpoint(EndpointName=name)
    tags = client.list_tags(ResourceArn=endpoint["EndpointArn"])["Tags"]
    model = next((tag["Value"] for tag in tags if tag["Key"] == MODEL_TAG), "")
    return EndpointRow(
        name=name,
        status=endpoint["EndpointStatus"],
        model=model,
        stand_in=stand_in_of(model, project),
        instances=count_instances(endpoint.get("ProductionVariants", [])),
    )


def count_instances(variants: list[dict[str, Any]]) -> str:
    """Return `1`, or `1 of 2` while instances are on their way."""
    current = sum(variant.get("CurrentInstanceCount", 0) for variant in variants)
    desired = sum(variant.get("DesiredInstanceCount", current) for variant in variants)
    return str(current) if current == desired else f"{current} of {desired}"


def stand_in_of(model: str, project: Project) -> str:
    """Return the release that answers in place of `NAME@RELEASE`, or nothing if it does itself."""
    name, _, release = model.partition("@")
    card = project.models.get(name)
    if card is None or card.stand_in is None or not release.isdecimal():
        return ""
    chosen = card.releases.get(int(release))
    managed = chosen is not None and isinstance(chosen.container, ManagedImage)
    return str(card.stand_in) if managed else ""


def endpoints_table(rows: list[EndpointRow]) -> Table:
    """Lay the rows out."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("Endpoint", "Status", "Model", "Stand-in", "Instances"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        style = STATUS_STYLES.get(row.status, "yellow")
        status = f"[{style}]{row.status}[/]"
        table.add_row(row.name, status, row.model, row.stand_in, row.instances)
    return table
