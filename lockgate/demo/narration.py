"""The demo's headlines."""

import itertools

from rich.text import Text

from lockgate import console

_numbers = itertools.count(1)


def headline() -> None:
    """Print what this is about to show."""
    console.out.print(
        "\n[bold]Lockgate[/]  from a model card to a streaming endpoint, on this machine\n"
        "[dim]No AWS account, no Docker: the real CDK CLI, CloudFormation and a real model.[/]"
    )


def station(title: str, command: str) -> None:
    """Begin a part of the demo; name the command that does the same."""
    console.out.print()
    console.out.print(
        Text.assemble(
            (f"{next(_numbers)}  ", "bold cyan"), (title, "bold"), (f"   {command}", "dim")
        ),
        soft_wrap=True,
    )
