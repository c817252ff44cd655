"""OpenAI's chat completions request."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from inference_code.handler import GenerationRequest, Operation
from inference_code.schema.base import MOST_ITEMS, FreeForm, RequestModel, TokenCount
from inference_code.schema.messages import Message
from inference_code.schema.sampling import Sampling


class StreamOptions(RequestModel):
    """Options of a streamed answer."""

    include_usage: bool = False
    """Send one more chunk, with the token counts, before the end."""


class JsonSchema(RequestModel):
    """A JSON Schema with its name."""

    schema_: Annotated[FreeForm, Field(alias="schema")]
    name: str | None = None
    description: str | None = None
    strict: bool | None = None
    """Accepted for compatibility: llama.cpp always holds to the schema."""


class ResponseFormat(RequestModel):
    """A shape that the answer must have."""

    type: Literal["text", "json_object", "json_schema"]
    json_schema: JsonSchema | None = None

    @model_validator(mode="after")
    def _schema_is_given(self) -> Self:
        if (self.type == "json_schema") != (self.json_schema is not None):
            raise ValueError('json_schema goes with type "json_schema", and neither without it')
        return self


class ChatRequest(Sampling):
    """A conversation to continue."""

    operation: ClassVar[Operation] = "chat"

    messages: Annotated[list[Message], Field(min_length=1, max_length=MOST_ITEMS)]
    model: str | None = None
    stream: bool = False
    stream_options: StreamOptions | None = None
    max_tokens: TokenCount | None = None
    max_completion_tokens: TokenCount | None = None
    n: Literal[1] | None = None
    """One answer for each request: more would take the slots of others."""
    logprobs: bool | None = None
    top_logprobs: Annotated[int, Field(ge=0, le=20)] | None = None
    response_format: ResponseFormat | None = None
    chat_template_kwargs: FreeForm | None = None
    """Variables of the model's own chat template, such as `enable_thinking`."""
    user: str | None = None
    """Accepted for compatibility; not used and not logged."""

    @model_validator(mode="after")
    def _fields_agree(self) -> Self:
        both = (self.max_tokens, self.max_completion_tokens)
        if None not in both and both[0] != both[1]:
            raise ValueError("max_tokens and max_completion_tokens differ; send one of them")
        if self.top_logprobs is not None and not self.logprobs:
            raise ValueError("top_logprobs needs logprobs: true")
        if self.stream_options is not None and not self.stream:
            raise ValueError("stream_options needs stream: true")
        return self

    @property
    def include_usage(self) -> bool:
        """Whether a streamed answer ends with its token counts."""
        return self.stream_options is not None and self.stream_options.include_usage

    def to_generation(self) -> GenerationRequest:
        """The request as a handler takes it."""
        left_out = {"model", "stream", "stream_options", "n", "user", "max_completion_tokens"}
        body = self.model_dump(exclude_none=True, exclude=left_out, by_alias=True)
        limit = self.max_completion_tokens or self.max_tokens
        if limit is not None:
            body["max_tokens"] = limit
        return GenerationRequest(operation="chat", body=body, stream=self.stream)
