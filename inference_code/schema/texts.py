"""What the requests share that are about texts as they are: nothing is generated."""

from typing import Annotated

from pydantic import AfterValidator, Discriminator, Field, Tag

from inference_code.schema.base import RequestModel, text_or_list

MOST_TEXTS = 2048
"""Texts of one request, as many as OpenAI takes. Their answer comes whole, and has to be read by
clients that expect that limit; of vectors of 1024 numbers it has some 25 MB then."""

Text = Annotated[str, Field(min_length=1)]
Texts = Annotated[
    Annotated[Text, Tag("#text")]
    | Annotated[list[Text], Tag("#parts"), Field(min_length=1, max_length=MOST_TEXTS)],
    Discriminator(text_or_list),
]
"""One text or several."""


def _whole(value: bool) -> bool:
    if value:
        raise ValueError("only generated text is streamed; leave stream out")
    return value


NotStreamed = Annotated[bool, AfterValidator(_whole)]
"""`stream`, which many clients send with everything: it may be false."""


class TextsRequest(RequestModel):
    """A request about texts, each of which is answered for itself."""

    model: str | None = None
    stream: NotStreamed = False
    truncate: bool = False
    """Cut off what is beyond the model's longest text, instead of refusing it."""


def as_list(texts: str | list[str]) -> list[str]:
    """The texts, also if it is only one."""
    return [texts] if isinstance(texts, str) else texts
