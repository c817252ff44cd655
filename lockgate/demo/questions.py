"""Ask the endpoints one question: the first streams visibly, the others take a line each."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from lockgate import console
from lockgate.addresses import LOCAL, Address
from lockgate.demo.calls import QUESTION, Called, call, who
from lockgate.demo.indented import Indented
from lockgate.invocation.choice import Choice
from lockgate.invocation.figures import figures_line
from lockgate.invocation.subject import Subject, find_subject
from lockgate.output import write
from lockgate.project import environment_of, open_project


def subjects(root: Path) -> list[Subject]:
    """Return the endpoints of the local environment, in the order of the file."""
    environment = environment_of(open_project(root, only=LOCAL), LOCAL)
    return [find_subject(Address(LOCAL, endpoint)) for endpoint in environment.endpoints]


def ask_all(asked: list[Subject]) -> list[Called]:
    """Ask each endpoint, one after the other."""
    return [ask(subject) if number else show(subject) for number, subject in enumerate(asked)]


def show(subject: Subject) -> Called:
    """Ask one endpoint; what it writes appears as it writes."""
    console.out.print(Text.assemble("   ", ("> ", "dim"), (QUESTION, "italic")))
    introduce(subject, Choice())
    text = Indented(write, width=console.out.width - 3, indent=5)
    called = call(subject, text.add)
    text.close()
    console.out.print(f"     [dim]{figures_line(called.answer)}[/]\n")
    return called


def ask(subject: Subject, choice: Choice | None = None) -> Called:
    """Ask one endpoint, and show how its answer begins."""
    introduce(subject, choice or Choice())
    called = call(subject, lambda _: None, choice)
    begins = " ".join(called.answer.text.split())
    console.out.print(Text(f"     {begins}", "dim"), no_wrap=True, overflow="ellipsis")
    if called.place:
        console.out.print(f"     [dim]stored as {called.place}[/]", soft_wrap=True)
    return called


def introduce(subject: Subject, choice: Choice) -> None:
    """Say who is asked, plainly when a stand-in answers."""
    configured = subject.answering(choice)
    by = who(subject, choice)
    answers = f"{by} stands in for {configured}" if subject.stand_in(configured) else by
    console.out.print(
        Text.assemble(
            "   ",
            (str(subject.address), "bold cyan"),
            (f"  {subject.endpoint.kind}", "bold"),
            f"  {answers}",
        )
    )
