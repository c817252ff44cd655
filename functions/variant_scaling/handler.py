"""Custom resources of an endpoint's stack: scaling that an update of the endpoint survives."""

from ..custom_resource import Context, Event, answer, client
from .live import live_instances
from .registration import Registration
from .request import Request
from .scaling import apply, remove


def on_event(event: Event, context: Context) -> None:
    """Register or deregister the variants of an endpoint, and tell CloudFormation."""
    properties = event["ResourceProperties"]
    physical_id = f"{properties['EndpointName']}/{properties['Phase']}"
    answer(event, context, physical_id, lambda: _work(event))


def _work(event: Event) -> None:
    request = Request.from_event(event)
    registration = Registration(
        request.endpoint, client("application-autoscaling"), client("cloudwatch")
    )
    if event["RequestType"] == "Delete":
        remove(request, registration)
    else:
        apply(request, live_instances(request.endpoint, client("sagemaker")), registration)
