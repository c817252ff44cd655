"""The endpoints of the local AWS at a glance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table

from infra.config.naming import ENDPOINT_TAG, ENVIRONMENT_TAG, MODEL_TAG
from lockgate.local.answering import Archives, answered_by

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
    """Each release that answers: `NAME@RELEASE`, or `STAND-IN for NAME@RELEASE`. Of a multi-model
    endpoint the first ones that it may be asked for, and how many more there are."""
    instances: str


def read_endpoints(client: Any, project: Project, archives: Archives) -> list[EndpointRow]:
    """Ask for every endpoint, in the order of their names.

    Args:
        client: of SageMaker.
        project: its cards and environments.
        archives: lists the archives of models below a place in S3.
    """
    pages = client.get_paginator("list_endpoints").paginate(SortBy="Name", SortOrder="Ascending")
    names = [item["EndpointName"] for page in pages for item in page["Endpoints"]]
    return [_read_endpoint(client, name, project, archives) for name in names]


def _read_endpoint(client: Any, name: str, project: Project, archives: Archives) -> EndpointRow:
    endpoint = client.describe_endpoint(EndpointName=name)
    listed = client.list_tags(ResourceArn=endpoint["EndpointArn"])["Tags"]
    tags = {tag["Key"]: tag["Value"] for tag in listed}
    configuration, tagged = endpoint["EndpointConfigName"], tags.get(MODEL_TAG, "").split()
    return EndpointRow(
        name=name,
        kind=kind_of(tags, project),
        status=endpoint["EndpointStatus"],
        answered_by=answered_by(client, configuration, tagged, project, archives),
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
