"""The requests of the multi-model API, and their answers."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from inference_code.errors import SHUTTING_DOWN, RequestError, UnavailableError
from inference_code.multi_model.catalogue import Catalogue
from inference_code.multi_model.model import Source
from inference_code.multi_model.problem import first_problem
from inference_code.server.exchange import Exchange
from inference_code.telemetry.record import Inference

TARGET = "x-amzn-sagemaker-target-model"
MOST_PER_PAGE = 100
MOST_DIGITS = 9


class LoadRequest(BaseModel):
    """The body of `POST /models`. The platform writes it, and may add to it."""

    model_config = ConfigDict(frozen=True, strict=True)

    model_name: Annotated[str, Field(pattern="^[^/]+$")]
    url: Annotated[str, Field(pattern="^/")]
    """Absolute path of the folder with the unpacked archive."""


class Api:
    """One method for each request."""

    def __init__(self, models: Catalogue) -> None:
        self._models = models

    async def ping(self, _: Request) -> Response:
        """Healthy as long as requests are taken, with or without a model."""
        state = self._models.state
        return JSONResponse({"status": state}, status_code=200 if state == "ready" else 503)

    async def load(self, request: Request) -> Response:
        """`POST /models`."""
        wanted = _parse(await request.body())
        target = request.headers.get(TARGET, wanted.model_name)
        source = Source(wanted.model_name, Path(wanted.url), target)
        with _refused_at_the_end():
            await self._models.load(source)
        return JSONResponse(source.fields())

    async def list(self, request: Request) -> Response:
        """`GET /models`: a page that begins with the model `next_page_token`.

        `limit`, which Multi Model Server knows too, makes the pages shorter.
        """
        limit = _limit(request.query_params.get("limit", str(MOST_PER_PAGE)))
        token = request.query_params.get("next_page_token", "")
        rest = [source for source in self._models.loaded() if source.name >= token]
        page: dict[str, Any] = {"models": [source.fields() for source in rest[:limit]]}
        if len(rest) > limit:
            page["nextPageToken"] = rest[limit].name
        return JSONResponse(page)

    async def get(self, request: Request) -> Response:
        """`GET /models/{name}`."""
        return JSONResponse(self._models.get(request.path_params["name"]).fields())

    async def unload(self, request: Request) -> Response:
        """`DELETE /models/{name}`."""
        name = request.path_params["name"]
        with _refused_at_the_end():
            await self._models.unload(name)
        return JSONResponse({"modelName": name})


class Invoke:
    """`POST /models/{name}/invoke`: what `/invocations` is for one model alone."""

    def __init__(self, models: Catalogue) -> None:
        self._models = models

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Find the model and let it answer."""
        try:
            with _refused_at_the_end():
                async with self._models.use(scope["path_params"]["name"]) as model:
                    await model.invocations(scope, receive, send)
        except RequestError as error:
            Inference.of(scope).finish_reason = "error"
            await Exchange(scope, receive, send).send_error(error)


@contextmanager
def _refused_at_the_end() -> Iterator[None]:
    """Say so to whom the end of the server interrupts; nothing else cancels a request."""
    try:
        yield
    except asyncio.CancelledError:
        raise UnavailableError(SHUTTING_DOWN) from None


def _parse(body: bytes) -> LoadRequest:
    try:
        return LoadRequest.model_validate_json(body)
    except ValidationError as error:
        path, sentence = first_problem(error)
        raise RequestError(sentence, param=path or None) from error


def _limit(text: str) -> int:
    # Python reads no more than some thousands of digits.
    if not text.isdecimal() or len(text) > MOST_DIGITS or not 1 <= int(text) <= MOST_PER_PAGE:
        raise RequestError(
            f"limit is {text[:20]!r}; write a whole number, between 1 and {MOST_PER_PAGE}",
            param="limit",
        )
    return int(text)
