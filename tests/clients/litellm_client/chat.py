"""Asks an endpoint through LiteLLM: `chat.py plain|stream URL ENDPOINT QUESTION`.

Prints the answer as one JSON document.
"""

import json
import sys
from typing import Any

import httpx
import litellm
from litellm.llms.custom_httpx.http_handler import HTTPHandler


class ToLocalAws(httpx.HTTPTransport):
    """Sends what is meant for AWS to another place.

    LiteLLM's own option `sagemaker_base_url` does too, but LiteLLM 1.100 then also puts it into
    the body, where it is no field of a chat request.
    """

    def __init__(self, url: str) -> None:
        super().__init__()
        self._place = httpx.URL(url)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        place = self._place
        request.url = request.url.copy_with(scheme=place.scheme, host=place.host, port=place.port)
        return super().handle_request(request)


def ask(mode: str, url: str, endpoint: str, question: str) -> dict[str, Any]:
    answer = litellm.completion(
        model=f"sagemaker_chat/{endpoint}",
        messages=[{"role": "user", "content": question}],
        max_tokens=12,
        stream=mode == "stream",
        client=HTTPHandler(client=httpx.Client(transport=ToLocalAws(url))),
    )
    if mode == "stream":
        return {"pieces": [chunk.choices[0].delta.content or "" for chunk in answer]}
    choice = answer.choices[0]
    return {
        "text": choice.message.content,
        "finish_reason": choice.finish_reason,
        "completion_tokens": answer.usage.completion_tokens,
    }


print(json.dumps(ask(*sys.argv[1:])))
