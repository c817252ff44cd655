"""`lockgate invoke`: ask an endpoint, and see how fast it answers."""

from __future__ import annotations

import json
import sys
import time
import unicodedata
from contextlib import suppress
from typing import Annotated

import typer

from lockgate import console
from lockgate.addresses import parse_address
from lockgate.errors import CommandError


def invoke(
    endpoint: Annotated[str, typer.Argument(metavar="ENV/ENDPOINT", help="As in local/chat.")],
    prompt: Annotated[
        str | None, typer.Argument(metavar="[PROMPT]", help="Default, and for -: standard input.")
    ] = None,
    system: Annotated[str | None, typer.Option(help="System message.")] = None,
    max_tokens: Annotated[int | None, typer.Option(min=1, help="Longest answer.")] = None,
    temperature: Annotated[
        float | None, typer.Option(min=0, max=2, help="0 is deterministic.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Makes sampled text repeat.")] = None,
    stream: Annotated[
        bool, typer.Option("--stream/--no-stream", help="Show the text as it is written.")
    ] = True,
    raw: Annotated[
        bool, typer.Option("--json", help="Print the endpoint's JSON as it is, unstreamed.")
    ] = False,
) -> None:
    """Ask an endpoint with InvokeEndpoint(WithResponseStream) and stream its answer."""
    from lockgate.invocation.conversation import connect
    from lockgate.invocation.request import ChatRequest

    conversation = connect(parse_address(endpoint))
    request = ChatRequest(read_prompt(prompt), system, max_tokens, temperature, seed)
    if raw:
        print_json(conversation.client.ask(request.body(stream=False)))
        return
    answer = conversation.ask(request, stream=stream, on_text=write, clock=time.perf_counter)
    write("\n")
    for line in conversation.remarks(answer):
        console.err.print(line, style="dim", soft_wrap=True)


def read_prompt(argument: str | None) -> str:
    """Return the prompt of the command line, or of standard input less its last line break.

    Raises:
        CommandError: it is empty, is no text, or nobody would ever type it.
    """
    if argument is None and sys.stdin.isatty():
        raise CommandError("there is no prompt", fix="give it as an argument, or pipe it in")
    try:
        prompt = sys.stdin.read() if argument in {None, "-"} else argument or ""
        prompt.encode()  # bytes that are no text may also have been read as lone surrogates
    except UnicodeError:
        raise CommandError("the prompt is not UTF-8 text", fix="convert it with iconv") from None
    if not prompt.strip():
        raise CommandError("the prompt is empty", fix="give it as an argument, or pipe it in")
    return prompt if argument == prompt else prompt.removesuffix("\n")


def write(text: str) -> None:
    """Write a piece of the answer at once.

    A terminal obeys control characters, and a model may have been talked into writing some.
    """
    sys.stdout.write(harmless(text) if sys.stdout.isatty() else text)
    sys.stdout.flush()


def harmless(text: str) -> str:
    """Return the text without control characters, newlines and tabs excepted."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")


def print_json(body: bytes) -> None:
    """Print an answer: JSON indented and coloured on a terminal, anything else as it is."""
    text = body.decode(errors="replace")
    if console.out.is_terminal:
        with suppress(ValueError):
            console.out.print_json(json.dumps(json.loads(text)))
            return
    write(f"{text}\n")
