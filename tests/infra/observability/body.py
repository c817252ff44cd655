"""The body of a dashboard, as CloudWatch documents it.

Source: "Dashboard Body Structure and Syntax" in the CloudWatch API reference. Only what is
documented there may be written; of it, only what our dashboards use stands here.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, model_validator

Identifier = Annotated[str, Field(pattern="^[a-z][A-Za-z0-9_]*$")]
Percentile = r"p[0-9]{1,2}([.][0-9]+)?"
STATISTIC = rf"^(SampleCount|Average|Sum|Minimum|Maximum|{Percentile})$"


class Part(BaseModel):
    """Nothing that is not documented."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Rendering(Part):
    stat: str = Field(pattern=STATISTIC)
    label: str
    id: Identifier | None = None
    visible: bool = True
    yAxis: Literal["left", "right"] = "left"  # noqa: N815  # CloudWatch's name


class Expression(Part):
    expression: str
    id: Identifier
    label: str
    yAxis: Literal["left", "right"] = "left"  # noqa: N815  # CloudWatch's name


class Axis(Part):
    min: float
    label: str | None = None
    showUnits: bool = True  # noqa: N815  # CloudWatch's name


class Axes(Part):
    left: Axis


class Graph(Part):
    title: str
    view: Literal["timeSeries"]
    stacked: bool
    region: str
    period: int = Field(ge=60, multiple_of=60)
    metrics: list[list[Any]] = Field(min_length=1, max_length=500)
    yAxis: Axes  # noqa: N815  # CloudWatch's name

    @model_validator(mode="after")
    def check_entries(self) -> "Graph":
        for entry in self.metrics:
            *where, rendering = entry
            (Rendering if where else Expression).model_validate(rendering)
            assert not where or (len(where) % 2 == 0 and all(isinstance(p, str) for p in where))
        return self


class Text(Part):
    markdown: str


class Alarms(Part):
    title: str
    alarms: list[str] = Field(min_length=1, max_length=100)
    sortBy: Literal["default", "stateUpdatedTimestamp", "timestamp"]  # noqa: N815  # as above


class Widget(Part):
    x: int = Field(ge=0, le=23)
    y: int = Field(ge=0)
    width: int = Field(ge=1, le=24)
    height: int = Field(ge=1, le=1000)


class MetricWidget(Widget):
    type: Literal["metric"]
    properties: Graph


class TextWidget(Widget):
    type: Literal["text"]
    properties: Text


class AlarmWidget(Widget):
    type: Literal["alarm"]
    properties: Alarms


AnyWidget = Annotated[MetricWidget | TextWidget | AlarmWidget, Discriminator("type")]


class Body(Part):
    start: str = Field(pattern="^-P(T[0-9]+[MH]|[0-9]+[DWM])$")
    periodOverride: Literal["auto", "inherit"]  # noqa: N815  # CloudWatch's name
    widgets: list[AnyWidget] = Field(max_length=500)
