"""One call of a container."""

import asyncio

import httpx

from lockgate.local.sagemaker.asynchronous.outcome import Outcome, failed, model_failed
from lockgate.local.sagemaker.asynchronous.request import AsyncRequest
from lockgate.local.sagemaker.asynchronous.stores import Content
from lockgate.local.sagemaker.runtime.headers import DEFAULT_TYPE, for_container
from lockgate.local.sagemaker.runtime.refusals import CONTAINER, NO_ANSWER, TIMED_OUT

HEADERS_LIMIT = 4096
"""Longest response headers, in bytes: deep-learning-containers issue 4668."""


class UnreachableError(Exception):
    """The container took no connection, so it has not seen the request."""


async def call(
    client: httpx.AsyncClient, base_url: str, request: AsyncRequest, body: Content
) -> Outcome:
    """POST the input to /invocations and read all of the answer.

    A request that names no content type has that of its input: the SageMaker SDK's AsyncPredictor
    sets it on the object alone.

    Raises:
        FailedError: an error status, no answer in time, a broken connection, or headers that AWS
            does not accept.
        UnreachableError: there was nobody to ask.
    """
    url = f"{base_url}/invocations"
    headers = for_container(request.invocation, content_type=body.content_type)
    try:
        async with asyncio.timeout(request.timeout_s):
            response = await client.post(url, content=body.data, headers=headers)
    except TimeoutError:
        raise failed(_platform(TIMED_OUT), container_status=0) from None
    except httpx.ConnectError as error:
        raise UnreachableError from error
    except httpx.HTTPError:
        raise failed(_platform(NO_ANSWER), container_status=0) from None
    return _outcome(response)


def _outcome(response: httpx.Response) -> Outcome:
    content_type = response.headers.get("content-type", DEFAULT_TYPE)
    if not response.is_success:
        raise model_failed(response.status_code, response.content, content_type)
    _check_headers(response)
    return Outcome(
        "Completed", response.content, content_type, container_status=response.status_code
    )


def _check_headers(response: httpx.Response) -> None:
    """Two conditions that AWS makes for asynchronous answers only (ASY-09)."""
    if "content-length" not in response.headers:
        raise failed(
            f"The response from container {CONTAINER} did not specify the required "
            "Content-Length header",
            container_status=response.status_code,
        )
    if sum(len(name) + len(value) for name, value in response.headers.raw) > HEADERS_LIMIT:
        raise failed(
            f"Response received from the {CONTAINER} container has headers with length greater "
            f"than {HEADERS_LIMIT} bytes. Reduce the length of your container's response headers "
            "and update your endpoint.",
            container_status=response.status_code,
        )


def _platform(text: str) -> str:
    return f'Received server error (0) from {CONTAINER} with message "{text}"'
