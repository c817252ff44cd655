"""Async endpoints: requests wait in a queue, results land in S3, and instances come and go."""

from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Tag

from infra.config.base import ConfigModel
from infra.config.duration import Duration
from infra.config.endpoints.common import InstanceEndpoint
from infra.config.references import ReleaseRef


class AsyncScale(ConfigModel):
    """Instance limits, and the backlog that drives scaling."""

    min: int = 0
    """Fewest instances; 0 costs nothing while the queue is empty."""
    max: int = 1
    """Most instances."""
    backlog_per_instance: int = 5
    """Target of waiting and running requests on each instance."""
    scale_in_cooldown: Duration = timedelta(minutes=10)
    """Wait after a scale-in before the next."""
    scale_out_cooldown: Duration = timedelta(minutes=5)
    """Wait after a scale-out before the next."""

    @property
    def follows_load(self) -> bool:
        """Whether the variant is autoscaled."""
        return self.max > self.min


class Topics(ConfigModel):
    """Existing SNS topics that are told of each request's end."""

    success: str | None = None
    """ARN of the topic for results. Default: nobody is told."""
    error: str | None = None
    """ARN of the topic for failures. Default: nobody is told."""


def _only_create(topics: Any) -> Any:
    if topics != "create":
        forms = "create, or {success: ARN, error: ARN}"
        shown = "null" if topics is None else repr(topics)
        raise ValueError(f"{shown} names no topics; write {forms}")
    return topics


def _form(topics: Any) -> str:
    return "named" if isinstance(topics, dict | Topics) else "created"


TopicsField = Annotated[
    Annotated[Literal["create"], BeforeValidator(_only_create), Tag("created")]
    | Annotated[Topics, Tag("named")],
    Discriminator(_form),
]
"""The form is chosen before it is read, so that an error speaks of that form alone."""


class Notifications(ConfigModel):
    """Who is told when a request has ended."""

    topics: TopicsField = "create"
    """`create` makes a topic for results and one for failures; else ARNs of existing ones."""
    include_response: list[Literal["success", "error"]] = []
    """Messages that carry the response itself, up to 128 KB. Default: only where it lies."""


class AsyncEndpoint(InstanceEndpoint):
    """A SageMaker asynchronous inference endpoint."""

    kind: Literal["async"]
    """`async`: requests wait in a queue, results land in S3, instances can go to none."""
    model: ReleaseRef
    """The release that answers."""
    instance: str
    """Hosting instance type: `ml.g6.2xlarge`."""
    scale: AsyncScale = AsyncScale()
    """Instance limits and scaling target. Default: none to one instance, by backlog."""
    max_concurrent_invocations_per_instance: int | None = None
    """Requests that an instance works on at once. Default: the release's parallel requests."""
    output: str | None = None
    """S3 URI under which results are stored. Default: a prefix of the environment's bucket."""
    failures: str | None = None
    """S3 URI under which failures are stored. Default: a prefix of the environment's bucket."""
    notifications: Notifications | None = None
    """SNS notifications. Default: none."""
    request_ttl: Duration = timedelta(hours=6)
    """Age at which a waiting request expires, as `lockgate invoke --async` asks for it:
    SageMaker takes this with each request, other clients send their own."""
    invocation_timeout: Duration = timedelta(minutes=15)
    """Time that the model gets for a request, as `lockgate invoke --async` asks for it."""
