"""What must be so before the local AWS can be started or used."""

from pathlib import Path

from lockgate.errors import CommandError
from lockgate.local import ports
from lockgate.local.state import LocalState, StateFolder
from lockgate.tools import require_node


def require_startable(root: Path, port: int) -> None:
    """Check what `up` needs.

    Raises:
        CommandError: one is running, the port is taken, or Node.js is missing.
    """
    require_node()
    if StateFolder(root).is_locked():
        raise already_running(root)
    if not ports.is_free(port):
        raise port_in_use(port)


def require_running(root: Path) -> LocalState:
    """Return the running local AWS of the project.

    Raises:
        CommandError: none runs.
    """
    if state := StateFolder(root).read():
        return state
    raise CommandError("the local AWS is not running", fix="start it: lockgate local up --detach")


def port_in_use(port: int) -> CommandError:
    """Say that something else listens on a port, and name a free one."""
    return CommandError(
        f"port {port} is in use by another program",
        fix=f"choose another: lockgate local up --port {ports.free_port()}",
    )


def already_running(root: Path) -> CommandError:
    """Say where the project's local AWS runs already."""
    state = StateFolder(root).read()
    where = f" at {state.endpoint_url} (pid {state.pid})" if state else ", but not ready yet"
    return CommandError(
        f"the local AWS of this project is running already{where}",
        fix="stop it first: lockgate local down",
    )
