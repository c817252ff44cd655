"""The progress of a deployment on the terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from rich.console import Group
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from lockgate import console
from lockgate.deployment.board import Board, StackProgress
from lockgate.deployment.events import Synthesised, parse_line
from lockgate.deployment.plain_steps import PlainSteps, say_steps

PACKAGES = "packages of containers, this once"
MARKS = {
    "deployed": Text("✓", "green"),
    "unchanged": Text("✓", "green"),
    "failed": Text("✗", "red"),
}


@contextmanager
def watch(
    board: Board, installing: Callable[[], str] = lambda: ""
) -> Iterator[Callable[[str], object]]:
    """Show the board while lines of the CDK CLI are passed to the yielded function.

    `installing` says what is being installed, which takes minutes. On a terminal the board and that
    are live; elsewhere each stack prints one line when it ends, and an installation some.
    """
    if not console.out.is_terminal:
        with say_steps(PlainSteps(installing, board.clock), _print_step):
            yield partial(_print_ends, board)
        return
    spinner = Spinner("dots")
    with Live(
        get_renderable=lambda: Group(render(board, spinner), *_packages(installing())),
        console=console.out,
        refresh_per_second=10,
    ):
        yield partial(_apply, board)


def _packages(step: str) -> list[Text]:
    """One line, however long the step; none where nothing is installed."""
    text = f"   {PACKAGES}: {step}"
    return [Text(text, "dim", overflow="ellipsis", no_wrap=True)] if step else []


def _print_step(step: str) -> None:
    console.out.print(f"…  {PACKAGES}: {step}", markup=False, soft_wrap=True)


def _apply(board: Board, line: str) -> StackProgress | None:
    event = parse_line(line)
    return board.apply(event) if event else None


def _print_ends(board: Board, line: str) -> None:
    ended = _apply(board, line)
    if isinstance(parse_line(line), Synthesised):
        console.out.print(f"✓  app synthesised in {board.synthesis_s:.1f} s", soft_wrap=True)
    if ended:
        took = f"{ended.seconds(board.clock()):.1f} s"
        text = Text.assemble(MARKS[ended.phase], f"  {ended.name}  ", _activity(ended), f"  {took}")
        console.out.print(text, soft_wrap=True)


def render(board: Board, spinner: Spinner) -> Table:
    """Lay the board out: a mark, the stack, how many resources are done, the one at work."""
    table = Table.grid(padding=(0, 2, 0, 0))
    synthesised = board.synthesis_s is not None
    table.add_row(
        MARKS["deployed"] if synthesised else spinner,
        "app",
        "",
        "synthesised" if synthesised else "synthesising the templates",
        _seconds(board.synthesis_s if synthesised else board.clock() - board.begun),
    )
    for stack in board.stacks.values():
        table.add_row(
            MARKS.get(stack.phase, spinner),
            stack.name,
            f"{stack.done}/{stack.of}" if stack.of else "",
            _activity(stack),
            _seconds(stack.seconds(board.clock())),
        )
    return table


def _activity(stack: StackProgress) -> Text:
    if stack.phase == "running":
        return Text(stack.doing or "starting", "dim", overflow="ellipsis", no_wrap=True)
    if stack.phase == "failed":
        return Text(stack.doing, "red")
    return Text("deployed" if stack.phase == "deployed" else "no changes")


def _seconds(value: float | None) -> Text:
    return Text("" if value is None else f"{value:.1f} s", "dim", justify="right")
