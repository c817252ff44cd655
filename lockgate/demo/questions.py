"""Ask every endpoint one question and stream the answer."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from rich.text import Text

from lockgate import console
from lockgate.addresses import LOCAL, Address
from lockgate.commands.invoke import write
from lockgate.demo.indented import Indented
from lockgate.invocation.answer import Answer
from lockgate.invocation.conversation import Conversation, connect
from lockgate.invocation.figures import figures_line
from lockgate.invocation.request import ChatRequest
from lockgate.project import environment_of, open_project

QUESTION = "What is a canal lock? Answer in two sentences."


@dataclass(frozen=True)
class Answered:
    """One endpoint's answer."""

    address: Address
    answered_by: str
    answer: Answer


def ask_all(root: Path) -> list[Answered]:
    """Ask each endpoint of the local environment, one after the other."""
    environment = environment_of(open_project(root, only=LOCAL), LOCAL)
    return [ask(Address(LOCAL, endpoint)) for endpoint in environment.endpoints]


def ask(address: Address) -> Answered:
    """Ask one endpoint; what it writes appears as it writes."""
    conversation = connect(address)
    console.out.print(Text.assemble("   ", (str(address), "bold cyan"), f"  {who(conversation)}"))
    console.out.print(Text.assemble("   ", ("> ", "dim"), (QUESTION, "italic")))
    request = ChatRequest(QUESTION, max_tokens=96, temperature=0)
    text = Indented(write, width=console.out.width - 3, indent=5)
    answer = conversation.ask(request, stream=True, on_text=text.add, clock=time.perf_counter)
    text.close()
    console.out.print(f"     [dim]{figures_line(answer)}[/]\n")
    return Answered(address, str(conversation.stand_in or conversation.asked), answer)


def who(conversation: Conversation) -> str:
    """Say which model answers, plainly when it is a stand-in."""
    if conversation.stand_in is None:
        return f"{conversation.asked} answers"
    return f"{conversation.stand_in} stands in for {conversation.asked} on this machine"
