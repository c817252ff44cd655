"""The request to classify texts, in Hugging Face's form."""

from typing import Annotated, ClassVar

from pydantic import Field

from inference_code.handler import GenerationRequest, Operation
from inference_code.schema.base import LARGEST_INT, RequestModel
from inference_code.schema.texts import Texts, TextsRequest, as_list


class ClassificationParameters(RequestModel):
    """What a pipeline of Transformers takes for this task."""

    top_k: Annotated[int, Field(ge=1, le=LARGEST_INT)] | None = None
    """How many labels, the likeliest first; all if it is absent."""


class ClassificationRequest(TextsRequest):
    """Texts that get labels with scores."""

    operation: ClassVar[Operation] = "classification"

    inputs: Texts
    parameters: ClassificationParameters = ClassificationParameters()

    def to_generation(self) -> GenerationRequest:
        """The request as a handler takes it."""
        body = {
            "texts": as_list(self.inputs),
            "truncate": self.truncate,
            "top_k": self.parameters.top_k,
        }
        return GenerationRequest(operation="classification", body=body, stream=False)
