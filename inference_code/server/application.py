"""The routes of SageMaker's container contract."""

from collections.abc import Mapping

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from inference_code.handler import Handler
from inference_code.server.admission import Admission
from inference_code.server.invocations import Invocations
from inference_code.settings import Settings


def create_application(settings: Settings, handler: Handler, admission: Admission) -> Starlette:
    """Build the application around one handler."""

    async def ping(_: Request) -> Response:
        healthy = admission.state == "ready"
        return JSONResponse({"status": admission.state}, status_code=200 if healthy else 503)

    return Starlette(
        routes=[
            Route("/ping", ping, methods=["GET"]),
            Route("/invocations", Invocations(settings, handler, admission), methods=["POST"]),
        ],
        exception_handlers={404: _refuse, 405: _refuse, 500: _fail},
    )


async def _refuse(request: Request, error: Exception) -> Response:
    """Unknown paths and methods."""
    if not isinstance(error, HTTPException):
        raise error
    message = f"{request.method} {request.url.path} is not served; use POST /invocations"
    return _error(error.status_code, "invalid_request_error", message, error.headers)


async def _fail(_request: Request, _cause: Exception) -> Response:
    """Anything unforeseen; the traceback is on stderr, and none of it leaves the container."""
    message = "the server failed; its log has the reason"
    return _error(500, "internal_error", message, {"connection": "close"})


def _error(
    status: int, kind: str, message: str, headers: Mapping[str, str] | None = None
) -> Response:
    body = {"error": {"type": kind, "message": message, "param": None}}
    return JSONResponse(body, status_code=status, headers=headers)
