"""What is known about one inference, whichever server wrote its line."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

Status = Annotated[int, Meta(ge=100, le=599)]
Tokens = Annotated[int, Meta(ge=0, le=1_000_000_000)]
Milliseconds = Annotated[float, Meta(ge=0, le=604_800_000)]
"""At most a week: what is longer was not measured."""
Text = Annotated[str, Meta(max_length=256)]
Time = Annotated[datetime, Meta(tz=True)]


# Its fields are atoms, so none can be part of a cycle: the collector need not look at millions.
class Inference(msgspec.Struct, gc=False):
    """One inference; None is: not known.

    msgspec checks the limits when it decodes JSON; of one made in Python, `checked` does.
    """

    time: Time
    """When it ended; with a time zone."""
    model: Text | None = None
    status: Status | None = None
    """HTTP status code. What is not known counts as a success."""
    stream: bool | None = None
    prompt_tokens: Tokens | None = None
    completion_tokens: Tokens | None = None
    ttft_ms: Milliseconds | None = None
    """Time to the first token; of streams only."""
    tpot_ms: Milliseconds | None = None
    """Time between two tokens: (latency - ttft) / (completion_tokens - 1)."""
    latency_ms: Milliseconds | None = None
    queue_ms: Milliseconds | None = None
    """Time that the request waited before the engine took it."""
    finish_reason: Text | None = None
    """As the server says it; `cancelled`: the client left; `error`: the answer broke off."""


def checked(inference: Inference) -> Inference:
    """The same inference, if its values are within the limits that JSON is held to.

    Raises:
        ValueError: a value is of a wrong type or out of its limits; the message names its key, and
            not the value.
    """
    return msgspec.convert(msgspec.structs.asdict(inference), Inference)
