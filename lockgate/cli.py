"""`lockgate`: every command of the tool, and the one place where errors become messages."""

import os
import sys

import typer

from lockgate import console
from lockgate.commands import (
    check,
    demo,
    deploy,
    doctor,
    export,
    invoke,
    local,
    publish,
    replay,
    top,
)
from lockgate.errors import CommandError

app = typer.Typer(
    help="Take large language models to production on AWS, one gated stage at a time.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode="rich",
)
app.command()(check.check)
app.command()(deploy.deploy)
app.command()(publish.publish)
app.command()(invoke.invoke)
app.command()(top.top)
app.command()(replay.replay)
app.command()(export.export)
app.command()(doctor.doctor)
app.command()(demo.demo)
app.add_typer(local.app, name="local")


def main() -> None:
    """Run the command line; a user's mistake ends in one message and exit code 1 (2: usage)."""
    try:
        app()
    except CommandError as error:
        console.print_error(error)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        _discard_stdout()
        sys.exit(1)


def _discard_stdout() -> None:
    """Keep Python from complaining at exit about a reader, such as `head`, that left."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
