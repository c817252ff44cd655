"""Custom resource of a multi-model endpoint: its models, before the endpoint looks for them."""

from ..custom_resource import Context, Event, answer, client
from .publish import publish
from .request import PublishRequest


def on_event(event: Event, context: Context) -> None:
    """Copy the archives, and tell CloudFormation; a deletion leaves them where they are."""
    answer(event, context, event["ResourceProperties"]["Prefix"], lambda: _work(event))


def _work(event: Event) -> None:
    if event["RequestType"] != "Delete":
        publish(PublishRequest.from_event(event), client("s3"))
