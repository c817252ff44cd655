"""How tokens are chosen: OpenAI's fields, and those that llama.cpp adds to them."""

from typing import Annotated

from pydantic import Field

from inference_code.schema.base import (
    LARGEST_INT,
    MOST_ITEMS,
    Penalty,
    Probability,
    RequestModel,
    Seed,
    StopWords,
)

LogitBias = Annotated[float, Field(ge=-100, le=100)]
TokenId = Annotated[str, Field(pattern="^[0-9]{1,9}$")]


class Sampling(RequestModel):
    """Sampling parameters; an absent one takes llama.cpp's default."""

    temperature: Annotated[float, Field(ge=0, le=2)] | None = None
    """0 always takes the likeliest token."""
    top_p: Probability | None = None
    top_k: Annotated[int, Field(ge=0, le=LARGEST_INT)] | None = None
    """0 switches it off."""
    min_p: Probability | None = None
    typical_p: Probability | None = None
    seed: Seed | None = None
    frequency_penalty: Penalty | None = None
    presence_penalty: Penalty | None = None
    repeat_penalty: Annotated[float, Field(gt=0, le=10)] | None = None
    """1 switches it off."""
    repeat_last_n: Annotated[int, Field(ge=0, le=LARGEST_INT)] | None = None
    """Tokens that the penalties look back at."""
    logit_bias: Annotated[dict[TokenId, LogitBias], Field(max_length=MOST_ITEMS)] | None = None
    ignore_eos: bool | None = None
    """Go on until max_tokens; for load tests."""
    stop: StopWords | None = None
