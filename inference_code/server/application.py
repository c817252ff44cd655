"""The routes of SageMaker's container contract."""

from collections.abc import Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ExceptionHandler

from inference_code.errors import RequestError
from inference_code.handler import Generator
from inference_code.server.admission import Admission
from inference_code.server.invocations import Invocations
from inference_code.settings import Settings


def create_application(settings: Settings, handler: Generator, admission: Admission) -> Starlette:
    """Build the application around one handler."""

    async def ping(_: Request) -> Response:
        healthy = admission.state == "ready"
        return JSONResponse({"status": admission.state}, status_code=200 if healthy else 503)

    return Starlette(
        routes=[
            Route("/ping", ping, methods=["GET"]),
            Route("/invocations", Invocations(settings, handler, admission), methods=["POST"]),
        ],
        exception_handlers=exception_handlers(hint="POST /invocations"),
    )


def exception_handlers(*, hint: str) -> dict[Any, ExceptionHandler]:
    """Every failure as an error object; `hint` is what a wrong path should have been."""

    async def refuse(request: Request, error: Exception) -> Response:
        """Unknown paths and methods."""
        if not isinstance(error, HTTPException):
            raise error
        message = f"{request.method} {request.url.path} is not served; use {hint}"
        return _error(error.status_code, "invalid_request_error", message, error.headers)

    return {404: refuse, 405: refuse, 500: _fail, RequestError: _tell}


async def _tell(_: Request, error: Exception) -> Response:
    """An error that a route raises."""
    if not isinstance(error, RequestError):
        raise error
    headers = {"content-type": "application/json"}
    if error.retry_after_s is not None:
        headers["retry-after"] = str(error.retry_after_s)
    return Response(error.body(), status_code=error.status, headers=headers)


async def _fail(_request: Request, _cause: Exception) -> Response:
    """Anything unforeseen; the traceback is on stderr, and none of it leaves the container."""
    message = "the server failed; its log has the reason"
    return _error(500, "internal_error", message, {"connection": "close"})


def _error(
    status: int, kind: str, message: str, headers: Mapping[str, str] | None = None
) -> Response:
    body = {"error": {"type": kind, "message": message, "param": None}}
    return JSONResponse(body, status_code=status, headers=headers)
