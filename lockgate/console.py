"""Where commands write: answers to stdout, everything about them to stderr."""

from rich.console import Console
from rich.text import Text

from lockgate.errors import CommandError

out = Console(highlight=False)
err = Console(highlight=False, stderr=True)


def print_error(error: CommandError) -> None:
    """Print a mistake and its fix on stderr, on one line where the terminal is wide enough."""
    line = Text.assemble(("error: ", "bold red"), error.message)
    if error.fix:
        line.append("; ").append(error.fix, style="bold")
    err.print(line, soft_wrap=not err.is_terminal)
