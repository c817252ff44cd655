"""`POST /invocations`: one inference, plain or streamed."""

import asyncio
from contextlib import aclosing

from starlette.types import Receive, Scope, Send

from inference_code.errors import SHUTTING_DOWN, ModelNotFoundError, RequestError, UnavailableError
from inference_code.handler import Generation, Generator
from inference_code.schema.forms import InferenceRequest
from inference_code.schema.parsing import parse_request
from inference_code.server.admission import Admission
from inference_code.server.answers import StreamedAnswer, create_answer
from inference_code.server.exchange import EVENTS, Exchange, HungUpError
from inference_code.server.hang_up import unless_hung_up
from inference_code.server.media_types import check_media_types
from inference_code.settings import Settings
from inference_code.telemetry.record import CANCELLED, Inference


class Invocations:
    """The ASGI endpoint that reads a request, waits for a slot and writes the answer."""

    def __init__(self, settings: Settings, handler: Generator, admission: Admission) -> None:
        self._settings = settings
        self._handler = handler
        self._admission = admission

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; every failure becomes an error object or ends the stream with one."""
        exchange = Exchange(scope, receive, send)
        record = Inference.of(scope)
        record.model = self._settings.model_name
        try:
            request = await self._read(exchange, record)
            await unless_hung_up(exchange, self._answer(exchange, request, record), record)
        except HungUpError:
            record.finish_reason = CANCELLED
        except RequestError as error:
            await _report(exchange, error, record)
        except asyncio.CancelledError:  # by the server's end only, which awaits nothing of this
            await _report(exchange, UnavailableError(SHUTTING_DOWN), record)
        except Exception:
            record.finish_reason = "error"
            raise

    async def _read(self, exchange: Exchange, record: Inference) -> InferenceRequest:
        check_media_types(exchange.headers)
        body = await exchange.read_body(self._settings.max_body_bytes)
        self._admission.check_state()  # before a model is loaded, nobody knows what it can do
        request = parse_request(body, self._handler.operations)
        record.operation = request.operation
        record.stream = request.stream
        names = {None, self._settings.model_name} | self._settings.model_aliases
        if request.model not in names:
            raise ModelNotFoundError(
                f"the model {request.model!r} is not served here; "
                f"this endpoint serves {self._settings.model_name!r}",
                param="model",
            )
        return request

    async def _answer(
        self, exchange: Exchange, request: InferenceRequest, record: Inference
    ) -> None:
        answer = create_answer(request, self._settings.model_name)
        async with self._admission.slot() as record.queue_s:
            generation = self._handler.generate(request.to_generation())
            try:
                if request.stream and isinstance(answer, StreamedAnswer):
                    await _stream(exchange, answer, generation)
                    return
                chunks = await _all_chunks(generation)
            finally:
                record.take(generation)
        # Without the slot: a client may take its time to read.
        await exchange.send_json(answer.whole(chunks, generation))


async def _stream(exchange: Exchange, answer: StreamedAnswer, generation: Generation) -> None:
    """Send each batch as it comes. The status waits for the first, which a refusal precedes.

    Each event is a chunk of its own, and so becomes a PayloadPart of its own: LiteLLM, for one,
    reads no more than one event from each.
    """
    async with aclosing(aiter(generation)) as batches:
        async for batch in batches:
            if not exchange.started:
                await exchange.start(200, EVENTS, [(b"cache-control", b"no-cache")])
            for event in answer.events(batch):
                await exchange.write(event, more=True)
    for event in answer.end(generation):
        await exchange.write(event, more=True)
    await exchange.write(b"", more=False)


async def _all_chunks(generation: Generation) -> list[bytes]:
    async with aclosing(aiter(generation)) as batches:
        return [chunk async for batch in batches for chunk in batch]


async def _report(exchange: Exchange, error: RequestError, record: Inference) -> None:
    """Send the error, as the last event if a stream has begun; a whole answer is cut off."""
    record.finish_reason = "error"
    if not exchange.started:
        await exchange.send_error(error)
    elif record.stream:
        await exchange.write(b"data: " + error.body() + b"\n\n", more=False)
