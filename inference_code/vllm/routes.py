"""Which of vLLM's own routes answers a request to /invocations.

vLLM has /invocations too, but there a library of AWS puts the header for adapters of inference
components in place of the body's `model`, and nothing if the header is missing: a request for an
adapter, or for an unknown model, is answered by the base model. And a wrong field is told as
"Either prompt or prompt_embeds must be provided", whatever it is.

Source: vllm/entrypoints/serve/sagemaker/api_router.py; model_hosting_container_standards 0.1.16,
sagemaker/lora/transforms/inject_to_body.py. Both were seen with vLLM's own server.
"""

from collections.abc import Set

from inference_code.errors import RequestError
from inference_code.handler import Operation
from inference_code.schema.document import read_document

INVOCATIONS = "/invocations"
CHAT = "/v1/chat/completions"
ROUTES = {"messages": CHAT, "prompt": "/v1/completions", "input": "/v1/embeddings"}
"""By the field that makes a request what it is."""
OPERATIONS: dict[str, Operation] = {
    CHAT: "chat",
    "/v1/completions": "completion",
    "/v1/embeddings": "embedding",
}


def route_of(body: bytes, served: Set[str]) -> str:
    """The path that answers a request to /invocations.

    Args:
        body: of the request.
        served: paths that vLLM serves for its model. What a model that writes no text does beyond
            embeddings, such as to score, is left to vLLM's /invocations.

    Raises:
        RequestError: the body is no JSON object, or asks for what the model does not do.
    """
    document = read_document(body)
    form = next((field for field in ROUTES if field in document), None)
    if form is not None and ROUTES[form] in served:
        return ROUTES[form]
    if CHAT not in served:
        return INVOCATIONS
    forms = " or ".join(field for field, path in ROUTES.items() if path in served)
    if form is None:
        raise RequestError(f"the body has no {forms}, and this server takes OpenAI's forms only")
    raise RequestError(f"this model does not take {form}; send {forms}", param=form)
