"""What to try after the demo."""

from pathlib import Path

from lockgate import console
from lockgate.addresses import LOCAL
from lockgate.demo.narration import station
from lockgate.project import environment_of, open_project

STEPS = [
    ("lockgate local up --detach", "start the local AWS again, and keep it"),
    ("lockgate deploy local", "deploy to it; change a file and repeat"),
    ('lockgate invoke {endpoint} "Hello!"', "ask it something else"),
    ("lockgate top local", "requests, TTFT, tokens and cost of each, live"),
    ("lockgate local logs {endpoint} -f", "one line of figures for each answer"),
    ("lockgate deploy dev --dry-run", "the same for a real account: what would run"),
]


def show(root: Path, *, took_s: float) -> None:
    """Print how long it all took, and what to try next."""
    endpoints = environment_of(open_project(root, only=LOCAL), LOCAL).endpoints
    address = f"{LOCAL}/{next(iter(endpoints), 'chat')}"
    console.out.print(f"[green]✓[/]  all of this took {took_s:.0f} s")
    station("Try next", "source .venv/bin/activate")
    for command, purpose in STEPS:
        line = command.format(endpoint=address)
        console.out.print(f"   [cyan]{line:<40}[/] {purpose}", soft_wrap=True)
    console.out.print()
