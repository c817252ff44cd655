"""Addresses of the AWS console, for dashboards and for whom an alarm wakes."""

from infra.config.catalogue.partitions import partition
from infra.config.naming import dashboard_name

_CONSOLES = {
    "aws": "console.aws.amazon.com",
    "aws-cn": "console.amazonaws.cn",
    "aws-us-gov": "console.amazonaws-us-gov.com",
}


def dashboard_link(environment: str, region: str) -> str:
    """Where an environment's dashboard is; its name in partitions whose console we do not know."""
    name = dashboard_name(environment)
    start = cloudwatch_console(region)
    return f"{start}#dashboards/dashboard/{name}" if start else name


def endpoint_link(endpoint_name: str, region: str) -> str | None:
    """Where SageMaker's console shows an endpoint."""
    console = _CONSOLES.get(partition(region).name)
    place = f"sagemaker/home?region={region}#/endpoints/{endpoint_name}"
    return f"https://{region}.{console}/{place}" if console else None


def log_link(group: str, region: str) -> str | None:
    """Where CloudWatch's console shows a log group; it escapes names in a way of its own."""
    start = cloudwatch_console(region)
    escaped = group.replace("/", "$252F")
    return f"{start}#logsV2:log-groups/log-group/{escaped}" if start else None


def cloudwatch_console(region: str) -> str | None:
    """The address that CloudWatch's places begin with."""
    console = _CONSOLES.get(partition(region).name)
    home = f"cloudwatch/home?region={region}"
    return f"https://{region}.{console}/{home}" if console else None
