"""A request whose body the user wrote: for handlers of which nobody else knows what they take."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lockgate.errors import CommandError
from lockgate.invocation.answer import Answer

SAMPLE = 'lockgate invoke ENV/ENDPOINT --body \'{"inputs": "Hello"}\''


@dataclass(frozen=True)
class RawRequest:
    """JSON as it is."""

    content: bytes
    wants = "JSON"
    streams = False

    def body(self, *, stream: bool) -> bytes:  # noqa: ARG002 - what is asked for stands in it
        """Return what was written."""
        return self.content

    def read(self, answer: Answer, message: Any) -> str:
        """Return the answer as JSON on one line."""
        answer.read_other(message)
        return json.dumps(message, ensure_ascii=False)


def raw_request(text: str) -> RawRequest:
    """Read the body of the command line: JSON, or `@FILE` with some.

    Raises:
        CommandError: it is no JSON, or there is no such file.
    """
    try:
        content = Path(text[1:]).read_bytes() if text.startswith("@") else text.encode()
        json.loads(content)
    except OSError as error:
        reason = error.strerror or error
        raise CommandError(f"{text[1:]} cannot be read: {reason}", fix="name a file") from None
    except ValueError as error:
        raise CommandError(f"the body is no JSON: {error}", fix=f"as in {SAMPLE}") from None
    return RawRequest(content)
