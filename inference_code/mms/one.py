"""One model, which Multi Model Server loads at the start."""

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from inference_code.errors import EngineError
from inference_code.handler import LoadError
from inference_code.mms.backend import Backend
from inference_code.mms.configuration import MODEL
from inference_code.mms.forwarding import Forwarding
from inference_code.mms.requirements import install
from inference_code.server.admission import Admission, State
from inference_code.server.application import exception_handlers
from inference_code.settings import Settings

PATH = "/invocations"


class OneModel:
    """Serves `/invocations`."""

    def __init__(self, settings: Settings, backend: Backend) -> None:
        self._settings = settings
        self._backend = backend
        self._admission = Admission(slots=settings.parallel_requests, queue=settings.queue_length)
        forwarding = Forwarding(PATH, settings, backend.client, self._admission)
        self.application = Starlette(
            routes=[
                Route("/ping", self._ping, methods=["GET"]),
                Route(PATH, forwarding, methods=["POST"]),
            ],
            exception_handlers=exception_handlers(hint=f"POST {PATH}"),
        )

    @property
    def state(self) -> State:
        """Requests are taken when it is ready."""
        return self._admission.state

    async def start(self) -> None:
        """Install what the model's code needs, and wait until all workers have loaded the model.

        Raises:
            LoadError: pip fails, Java ends or does not take the model, or a worker cannot load it.
        """
        requirements = self._settings.model_dir / "code" / "requirements.txt"
        if requirements.is_file():
            await install(requirements, self._backend.folder.packages)
        await self._backend.start()
        await self._backend.while_alive(self._check_taken())
        settled = self._backend.roll.settled(MODEL, self._settings.parallel_requests)
        if failure := await self._backend.while_alive(settled):
            raise LoadError(failure.reason)
        self._admission.state = "ready"

    async def _check_taken(self) -> None:
        """Multi Model Server starts without a model whose folder it cannot read, and without
        workers for it when the process that they are forked from takes over a minute to listen."""
        try:
            reply = await self._backend.client.ask("GET", f"/models/{MODEL}")
        except EngineError as error:
            raise LoadError(error.message) from error
        folder = self._settings.model_dir
        if reply.status != 200:
            raise LoadError(
                f"Multi Model Server does not take {folder} for a model; it says why above"
            )
        if orjson.loads(reply.body)["minWorkers"] == 0:
            raise LoadError(
                f"Multi Model Server has no workers for {folder}: within a minute no process was "
                "ready to start them; it says more above"
            )

    async def drain(self) -> None:
        """Refuse new requests, and wait for the end of those present."""
        self._admission.state = "draining"
        await self._admission.empty()

    async def _ping(self, _: Request) -> Response:
        """Healthy while a worker is there, and none has failed to come back."""
        roll, state = self._backend.roll, self.state
        healthy = state == "ready" and roll.loaded(MODEL) > 0 and roll.failure(MODEL) is None
        said = "broken" if state == "ready" and not healthy else state
        return JSONResponse({"status": said}, status_code=200 if healthy else 503)
