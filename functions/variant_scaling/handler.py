"""Custom resources of an endpoint's stack: scaling that an update of the endpoint survives."""

from boto3 import client

from ..custom_resource import Event, answer
from .live import live_instances
from .registration import Registration
from .request import Request
from .scaling import apply, remove


def on_event(event: Event, context: object) -> None:  # noqa: ARG001
    """Register or deregister the variants of an endpoint, and tell CloudFormation."""
    properties = event["ResourceProperties"]
    answer(event, f"{properties['EndpointName']}/{properties['Phase']}", lambda: _work(event))


def _work(event: Event) -> None:
    request = Request.from_event(event)
    registration = Registration(
        request.endpoint, client("application-autoscaling"), client("cloudwatch")
    )
    if event["RequestType"] == "Delete":
        remove(request, registration)
    else:
        apply(request, live_instances(request.endpoint, client("sagemaker")), registration)
