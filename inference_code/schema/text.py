"""The request of Hugging Face's Text Generation Inference: `inputs` and `parameters`."""

from typing import Annotated, Any, ClassVar

from pydantic import Field

from inference_code.handler import GenerationRequest, Operation
from inference_code.schema.base import (
    LARGEST_INT,
    Probability,
    RequestModel,
    Seed,
    StopWord,
    TokenCount,
)

DEFAULT_NEW_TOKENS = 100
"""Text Generation Inference's own default."""


class TextParameters(RequestModel):
    """Sampling parameters under their Hugging Face names."""

    max_new_tokens: TokenCount = DEFAULT_NEW_TOKENS
    do_sample: bool = False
    """Sample; also implied by temperature, top_k, top_p or typical_p. Default: greedy."""
    temperature: Annotated[float, Field(gt=0, le=2)] | None = None
    top_k: Annotated[int, Field(ge=1, le=LARGEST_INT)] | None = None
    top_p: Probability | None = None
    typical_p: Probability | None = None
    repetition_penalty: Annotated[float, Field(gt=0, le=10)] | None = None
    frequency_penalty: Annotated[float, Field(ge=-2, le=2)] | None = None
    seed: Seed | None = None
    stop: Annotated[list[StopWord], Field(max_length=16)] = []
    return_full_text: bool = False
    """Put the prompt before the generated text."""
    details: bool = False
    """Add the finish reason and the number of generated tokens."""

    @property
    def samples(self) -> bool:
        """Whether anything asks for sampling."""
        given = (self.temperature, self.top_k, self.top_p, self.typical_p)
        return self.do_sample or any(value is not None for value in given)


class TextRequest(RequestModel):
    """A text to continue as it stands: no chat template is applied."""

    operation: ClassVar[Operation] = "completion"

    inputs: Annotated[str, Field(min_length=1)]
    parameters: TextParameters = TextParameters()
    model: str | None = None
    stream: bool = False

    def to_generation(self) -> GenerationRequest:
        """The request as a handler takes it, with Hugging Face's defaults: nothing is cut off."""
        given = self.parameters
        body: dict[str, Any] = {
            "prompt": self.inputs,
            "max_tokens": given.max_new_tokens,
            "temperature": (given.temperature or 1.0) if given.samples else 0.0,
            "top_k": 0,
            "top_p": 1.0,
            "min_p": 0.0,
        }
        names = {"repetition_penalty": "repeat_penalty"}
        for name in ("top_k", "top_p", "typical_p", "repetition_penalty", "frequency_penalty"):
            if (value := getattr(given, name)) is not None:
                body[names.get(name, name)] = value
        if given.seed is not None:
            body["seed"] = given.seed
        if given.stop:
            body["stop"] = given.stop
        return GenerationRequest(operation="completion", body=body, stream=self.stream)
