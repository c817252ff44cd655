"""A local AWS for as long as the demo lasts."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lockgate import console
from lockgate.demo.narration import station
from lockgate.local import detached, lifecycle, ports
from lockgate.local.state import StateFolder
from lockgate.signals import signals_end_the_program


@contextmanager
def own_local_aws(root: Path) -> Iterator[None]:
    """Use the project's local AWS if one runs; else start one, and stop it at the end.

    It is stopped after Ctrl-C, a failure, and a signal to terminate as well.
    """
    station("Start an AWS on this machine", "lockgate local up --detach")
    if running := StateFolder(root).read():
        console.out.print(f"✓  using the one that runs at {running.endpoint_url}, and leaving it")
        yield
        return
    with signals_end_the_program():
        begun = time.monotonic()
        with console.out.status("starting"):
            state = detached.start_detached(root, port=choose_port())
        took = time.monotonic() - begun
        console.out.print(f"[green]✓[/]  {state.endpoint_url} answers after {took:.1f} s")
        try:
            yield
        finally:
            with console.out.status("stopping the local AWS"):
                lifecycle.stop(root)
            console.out.print("\n[green]✓[/]  the local AWS, and all that ran in it, has stopped")


def choose_port() -> int:
    """Return the usual port if it is free, else another."""
    return ports.DEFAULT_PORT if ports.is_free(ports.DEFAULT_PORT) else ports.free_port()
