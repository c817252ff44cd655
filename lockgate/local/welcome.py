"""What `lockgate local up` prints when the local AWS answers."""

from lockgate import console
from lockgate.local.state import LocalState

NEXT = [
    ("lockgate deploy local", "deploy the environment to it"),
    ("lockgate local status", "see its endpoints"),
    ("lockgate local down", "stop it"),
]


def print_welcome(state: LocalState) -> None:
    """Print where the local AWS answers and what to do with it."""
    console.out.print(f"[bold green]●[/] The local AWS answers at [bold]{state.endpoint_url}[/]\n")
    for command, purpose in NEXT:
        console.out.print(f"  [cyan]{command:<24}[/]{purpose}")
    console.out.print(
        f"\nAny AWS SDK talks to it with [cyan]AWS_ENDPOINT_URL={state.endpoint_url}[/]",
        soft_wrap=True,
    )
