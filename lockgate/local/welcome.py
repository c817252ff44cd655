"""What `lockgate local up` prints when the local AWS answers."""

from lockgate import console
from lockgate.local.state import LocalState

NEXT = [
    ("lockgate deploy local", "deploy the environment to it"),
    ("lockgate local status", "see its endpoints"),
    ("lockgate local down", "stop it"),
]


def time_note(time_scale: float) -> str:
    """Return a sentence on how long the waits of AWS take."""
    return f"A minute of AWS's waits lasts {60 / time_scale:.3g} s here."


def print_welcome(state: LocalState) -> None:
    """Print where the local AWS answers and what to do with it."""
    console.out.print(f"[bold green]●[/] The local AWS answers at [bold]{state.endpoint_url}[/]\n")
    if state.time_scale != 1:
        console.out.print(f"{time_note(state.time_scale)}\n")
    for command, purpose in NEXT:
        console.out.print(f"  [cyan]{command:<24}[/]{purpose}")
    console.out.print(
        f"\nAny AWS SDK talks to it with [cyan]AWS_ENDPOINT_URL={state.endpoint_url}[/]",
        soft_wrap=True,
    )
