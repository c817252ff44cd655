"""The CloudWatch dashboard of an environment."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from infra.config.endpoints import Endpoint
from infra.config.endpoints.common import InstanceEndpoint
from infra.config.model_card import ManagedImage
from infra.config.naming import dashboard_name, endpoint_name
from infra.foundation import Find
from infra.observability import widgets
from infra.observability.dashboard_cost import cost
from infra.observability.dashboard_model import inference, quality
from infra.observability.dashboard_operations import Graph, operations
from infra.observability.dashboard_pipeline import Pipeline, health
from infra.observability.dashboard_shadow import comparison
from infra.observability.dashboard_subject import Subject, production, shadow
from infra.observability.dashboard_text import header, section
from infra.observability.widgets import Properties
from infra.observability.widgets_layout import in_rows, placed

START = "-PT3H"
MOST_WIDGETS = 500
MOST_METRICS = 2500
"""Of all widgets together: "CloudWatch service quotas" in the CloudWatch user guide."""
Row = list[Properties]


class EnvironmentDashboard(Construct):
    """`lockgate-ENVIRONMENT`: each endpoint with the metrics that its kind has, and the pipeline.

    It knows everything by name, so that it can be deployed before the endpoints.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        environment: str,
        region: str,
        endpoints: Mapping[str, Endpoint],
        find: Find,
        pipeline: Pipeline,
        alarms: Sequence[str] = (),
    ) -> None:
        super().__init__(scope, construct_id)
        body = dashboard_body(
            environment, region, endpoints, find=find, pipeline=pipeline, alarms=alarms
        )
        self.name = dashboard_name(environment)
        cloudwatch.CfnDashboard(
            self,
            "Dashboard",
            dashboard_name=self.name,
            dashboard_body=json.dumps(body, separators=(",", ":")),
        )


def dashboard_body(
    environment: str,
    region: str,
    endpoints: Mapping[str, Endpoint],
    *,
    find: Find,
    pipeline: Pipeline,
    alarms: Sequence[str] = (),
) -> dict[str, Any]:
    """What a dashboard shows, as PutDashboard takes it.

    Args:
        environment: its name.
        region: where its metrics are.
        endpoints: what the file says, by name.
        find: finds the release that an endpoint names.
        pipeline: what makes our own metrics.
        alarms: ARNs of alarms whose state stands at the top.

    Raises:
        ValueError: CloudWatch does not take so many widgets, or metrics.
    """
    rows = [[widgets.text(header(environment, list(endpoints)))]]
    rows += [[each] for each in widgets.alarms("Objectives", alarms)]
    for name, settings in endpoints.items():
        rows += _endpoint(environment, name, settings, region, find)
    names = [endpoint_name(environment, name) for name in endpoints]
    rows.append([widgets.text("## Pipeline\nWhether the graphs above can be believed.")])
    rows += _drawn(health(pipeline, names), region)
    body = {"start": START, "periodOverride": "auto", "widgets": list(placed(rows))}
    _check_size(environment, body)
    return body


def _endpoint(
    environment: str, name: str, settings: Endpoint, region: str, find: Find
) -> Iterator[Row]:
    answering = production(environment, name, settings)
    watching = shadow(environment, name, settings)
    if not answering:
        return
    managed = isinstance(find(answering[0].variant.model).container, ManagedImage)
    yield [widgets.text(section(answering[0], region, is_managed=managed))]
    for subject in answering:
        captured = isinstance(settings, InstanceEndpoint) and settings.capture is not None
        answers = [*inference(subject), *(quality(subject) if captured else [])]
        for graphs in (operations(subject), answers):
            yield from _drawn(_titled(graphs, subject, answering), region)
    paid = [*answering, *([watching] if watching else [])]
    rest = [*cost(paid), *(comparison(answering, watching) if watching else [])]
    yield from _drawn(rest, region)


def _titled(
    graphs: Iterable[Graph], subject: Subject, answering: Sequence[Subject]
) -> Iterator[Graph]:
    """Graphs that say whose they are, where an endpoint has several variants."""
    whose = f"{subject.variant.name}: " if len(answering) > 1 else ""
    return ((f"{whose}{title}", unit, lines) for title, unit, lines in graphs)


def _drawn(graphs: Iterable[Graph], region: str) -> list[Row]:
    drawn = [widgets.graph(title, lines, region=region, unit=unit) for title, unit, lines in graphs]
    return in_rows(drawn)


def _check_size(environment: str, body: dict[str, Any]) -> None:
    found = body["widgets"]
    metrics = sum(len(widget["properties"].get("metrics", [])) for widget in found)
    for what, count, most in (
        ("widgets", len(found), MOST_WIDGETS),
        ("metrics", metrics, MOST_METRICS),
    ):
        if count > most:
            raise ValueError(
                f"{environment}: its dashboard would have {count} {what}, and CloudWatch takes "
                f"{most}; move endpoints to another environment"
            )
