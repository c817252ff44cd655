"""What Multi Model Server calls in a worker: the load, then one call for each request.

A handler service is a module with a function `handle`. Ours are `HandlerService(create)`, where
`create` makes the toolkit's part of the work.
"""

import faulthandler
import json
import logging
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from inference_code.errors import EngineError, InsufficientMemoryError, RequestError
from inference_code.handler import LoadError
from inference_code.mms import words
from inference_code.mms.lifeline import Lifeline
from inference_code.mms.request_headers import is_writable
from inference_code.mms.surroundings import LONGEST_ANSWER, TIMEOUT
from inference_code.mms.usage import memory_in_use

_log = logging.getLogger(__name__)
LONGEST_REASON = 4096
LONGEST_TRACEBACK = 16_384
_REPORTED = "the server knows"


class Toolkit(Protocol):
    """What differs between the toolkits."""

    def load(self, model_dir: str, context: Any) -> None:
        """Import the user's module and load the model. Raises whatever stands in the way."""
        ...

    def answer(self, data: list[dict[str, Any]], context: Any) -> list[Any]:
        """Answer one request. Raises RequestError, or whatever the user's module raises."""
        ...


class HandlerService:
    """Ties a toolkit to Multi Model Server and to our server."""

    def __init__(
        self, create: Callable[[], Toolkit], *, prepare: Callable[[], None] = lambda: None
    ) -> None:
        self._create = create
        self.prepare = prepare
        """What can be done once for all workers of a model: they are forked from its process. It
        may import, but start no threads and touch no GPU."""
        self._toolkit: Toolkit | None = None
        self._lifeline: Lifeline | None = None
        """Kept, for the server takes its end for that of the worker."""

    def __call__(self, data: list[dict[str, Any]] | None, context: Any) -> list[Any] | None:
        """Load when there is no data yet, else answer."""
        if data is None or self._toolkit is None:
            self._toolkit = self._load(context)
        return None if data is None else self._answer(self._toolkit, data, context)

    def _load(self, context: Any) -> Toolkit:
        lifeline = self._lifeline = Lifeline(os.environ)
        lifeline.watch(whole_group=False)
        lifeline.tell(model=context.model_name)
        model_dir = context.system_properties["model_dir"]
        if (code := f"{model_dir}/code") not in sys.path:
            sys.path.insert(0, code)
        try:
            toolkit = self._create()
            toolkit.load(model_dir, context)
        except BaseException as error:
            lifeline.tell(model=context.model_name, **report(error, Path(model_dir)))
            error.add_note(_REPORTED)
            raise
        lifeline.tell(model=context.model_name, bytes=memory_in_use())
        return toolkit

    def _answer(self, toolkit: Toolkit, data: list[dict[str, Any]], context: Any) -> list[Any]:
        context.set_response_header(0, words.HANDLED, "1")
        # A handler that hangs cannot be interrupted; its process says where it hangs, and ends.
        faulthandler.dump_traceback_later(float(os.environ[TIMEOUT]), exit=True)
        try:
            answer = _checked(toolkit.answer(data, context))
            _check_media_type(context.get_response_content_type(0))
            return answer
        except RequestError as error:
            return _refuse(error, context)
        except MemoryError:
            _log.exception("the handler needs more memory than there is")
            return _refuse(InsufficientMemoryError("the handler ran out of memory"), context)
        except Exception:
            _log.exception("the handler failed")
            return _refuse(EngineError("the handler failed; its log has the reason"), context)
        finally:
            faulthandler.cancel_dump_traceback_later()


def report(error: BaseException, model_dir: Path) -> dict[str, Any]:
    """What the server hears of a model that cannot be loaded."""
    lines = traceback.format_exception(error) if not isinstance(error, LoadError) else []
    return {
        "failed": _printable(describe(error, model_dir)[:LONGEST_REASON]),
        "traceback": _printable("".join(lines)[-LONGEST_TRACEBACK:]),
        "no_memory": isinstance(error, MemoryError),
    }


def describe(error: BaseException, model_dir: Path) -> str:
    """One line that says why a model cannot be loaded."""
    text = " ".join(str(error).split())
    if isinstance(error, LoadError):
        return text
    kind = type(error).__name__
    return f"the model in {model_dir} cannot be loaded: {kind}{f': {text}' if text else ''}"


def _printable(text: str) -> str:
    """Names of files may hold bytes that are no characters, which UTF-8 cannot write."""
    return text.encode(errors="backslashreplace").decode()


def is_reported(error: BaseException) -> bool:
    """Whether the server has heard of an error, so that the log need not tell it again."""
    return _REPORTED in getattr(error, "__notes__", ())


def _encoded(part: Any) -> bytes:
    """As Multi Model Server does it; but there, what cannot be encoded ends the worker."""
    if isinstance(part, bytes | bytearray):
        return bytes(part)
    return (part if isinstance(part, str) else json.dumps(part, indent=2)).encode()


def _checked(answer: list[Any]) -> list[bytes]:
    limit = int(os.environ[LONGEST_ANSWER])
    encoded = [_encoded(part) for part in answer]
    for part in encoded:
        if len(part) > limit:
            raise EngineError(
                f"the answer has {len(part)} bytes; the limit is {limit} (LOCKGATE_MAX_BODY_BYTES)"
            )
    return encoded


def _check_media_type(kind: str | None) -> None:
    if kind is not None and not is_writable(kind):
        raise EngineError(f"the handler answers with the Content-Type {kind!a}; write ASCII")


def _refuse(error: RequestError, context: Any) -> list[Any]:
    context.set_response_status(code=error.status, phrase="")
    context.set_response_content_type(0, "application/json")
    if error.retry_after_s is not None:
        context.set_response_header(0, "retry-after", str(error.retry_after_s))
    return [error.body()]
