"""The messages of a chat."""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from inference_code.schema.base import MOST_ITEMS, RequestModel, text_or_list


class TextPart(RequestModel):
    """One piece of a message that is given as a list."""

    type: Literal["text"]
    text: str


Content = Annotated[
    Annotated[str, Tag("#text")]
    | Annotated[list[TextPart], Tag("#parts"), Field(min_length=1, max_length=MOST_ITEMS)],
    Discriminator(text_or_list),
]
"""A string, or a list of text parts."""


class Message(RequestModel):
    """One turn of the conversation."""

    role: Literal["system", "user", "assistant"]
    content: Content
