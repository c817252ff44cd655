"""`lockgate invoke`: ask an endpoint, and see how fast it answers."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from lockgate import console
from lockgate.addresses import parse_address
from lockgate.output import print_json, write

if TYPE_CHECKING:
    from infra.config.endpoints import AsyncEndpoint
    from lockgate.invocation.asynchronous.ticket import Ticket
    from lockgate.invocation.choice import Choice
    from lockgate.invocation.request import Request
    from lockgate.invocation.subject import Subject


def invoke(
    endpoint: Annotated[str, typer.Argument(metavar="ENV/ENDPOINT", help="As in local/chat.")],
    prompt: Annotated[
        str | None, typer.Argument(metavar="[PROMPT]", help="Default, and for -: standard input.")
    ] = None,
    inputs: Annotated[
        list[str] | None,
        typer.Option("--input", metavar="TEXT", help="A text to embed or to label; several times."),
    ] = None,
    body: Annotated[
        str | None,
        typer.Option(metavar="JSON", help="The whole request, for handlers of your own; or @FILE."),
    ] = None,
    system: Annotated[str | None, typer.Option(help="System message.")] = None,
    max_tokens: Annotated[int | None, typer.Option(min=1, help="Longest answer.")] = None,
    temperature: Annotated[
        float | None, typer.Option(min=0, max=2, help="0 is deterministic.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Makes sampled text repeat.")] = None,
    stream: Annotated[
        bool | None,
        typer.Option("--stream/--no-stream", help="Show the text as it is written, if possible."),
    ] = None,
    raw: Annotated[
        bool, typer.Option("--json", help="Print the endpoint's JSON as it is, unstreamed.")
    ] = False,
    asynchronous: Annotated[
        bool, typer.Option("--async", help="Insist on an async endpoint, and wait for its result.")
    ] = False,
    wait: Annotated[
        bool, typer.Option("--wait/--no-wait", help="Async: only say where the result will be.")
    ] = True,
    target_model: Annotated[
        str | None,
        typer.Option(metavar="MODEL@RELEASE", help="Multi-model: who answers; or its archive."),
    ] = None,
    target_variant: Annotated[
        str | None, typer.Option(metavar="VARIANT", help="One of several production variants.")
    ] = None,
) -> None:
    """Ask an endpoint of any kind: for an answer to a prompt, for vectors or labels of texts."""
    from lockgate.invocation.asking import Words, make_request
    from lockgate.invocation.choice import Choice, require_possible
    from lockgate.invocation.subject import find_subject
    from lockgate.invocation.target_models import archive_name

    subject = find_subject(parse_address(endpoint))
    model = archive_name(target_model) if target_model is not None else None
    choice = Choice(asynchronous, wait, stream, model, target_variant)
    require_possible(subject.address, subject.endpoint, choice)
    texts = tuple(inputs or ())
    words = Words(prompt, texts, body, system, max_tokens, temperature, seed, stream)
    request = make_request(subject, choice, words)
    if subject.endpoint.kind == "async":
        ask_in_queue(subject, subject.endpoint, choice, request, raw=raw)
    else:
        ask_at_once(subject, choice, request, raw=raw)


def ask_at_once(subject: Subject, choice: Choice, request: Request, *, raw: bool) -> None:
    """Print the answer of an endpoint that answers at once, and its figures below."""
    from lockgate.invocation.conversation import connect
    from lockgate.invocation.published import require_target

    require_target(subject, choice)
    conversation = connect(subject, choice)
    if raw:
        print_json(conversation.client.ask(request.body(stream=False)).whole())
        return
    answer = conversation.ask(request, on_text=write, clock=time.perf_counter)
    write("\n")
    print_remarks(conversation.remarks(request, answer))


def ask_in_queue(
    subject: Subject, endpoint: AsyncEndpoint, choice: Choice, request: Request, *, raw: bool
) -> None:
    """Put a request into the queue of an async endpoint, and print its result."""
    from lockgate.invocation.answer import Answer
    from lockgate.invocation.asynchronous.queue import join
    from lockgate.invocation.remarks import remarks

    queue = join(subject, endpoint)
    since_ms = int(time.time() * 1000)
    answer = Answer(time.perf_counter)
    ticket = queue.submit(request)
    if not choice.wait:
        print_ticket(ticket, raw=raw)
        return
    try:
        result = queue.wait(ticket)
    except KeyboardInterrupt:
        console.err.print("\nNo longer waiting; the request goes on.", style="bold")
        print_ticket(ticket, raw=False, to=console.err)
        raise typer.Exit(130) from None
    if raw:
        print_json(result)
        return
    write(f"{queue.read(request, answer, result, ticket, since_ms=since_ms)}\n")
    print_remarks(remarks(answer, subject, choice))


def print_ticket(ticket: Ticket, *, raw: bool, to: Console = console.out) -> None:
    """Print where the result of a request will be, or its failure."""
    if raw:
        print_json(json.dumps(ticket.members()).encode())
        return
    for name, value in ticket.members().items():
        to.print(f"{name:<16} {value}", markup=False, soft_wrap=True)


def print_remarks(lines: list[str]) -> None:
    """Print what there is to say about an answer, apart from it."""
    for line in lines:
        console.err.print(line, style="dim", soft_wrap=True)
