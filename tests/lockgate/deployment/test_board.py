from collections.abc import Iterator

import pytest

from lockgate.deployment.board import STACK, Board
from lockgate.deployment.events import (
    ResourceEvent,
    StackFailed,
    StackFinished,
    StackStarted,
    Synthesised,
)


@pytest.fixture
def board() -> Board:
    """A board whose clock advances by one second at each look."""
    seconds: Iterator[int] = iter(range(1000))
    return Board(lambda: next(seconds))


def resource(status: str, *, done: int = 1, name: str = "Endpoint") -> ResourceEvent:
    return ResourceEvent("local-chat", done, 5, status, "AWS::SageMaker::Endpoint", name)


def test_synthesis_takes_the_time_since_the_start(board: Board) -> None:
    board.apply(Synthesised(99.0))

    assert board.synthesis_s == 1


def test_started_stack_is_running(board: Board) -> None:
    board.apply(StackStarted("local-chat", "local/chat", 1, 1))

    assert board.stacks["local-chat"].phase == "running"


def test_resource_event_advances_its_stack(board: Board) -> None:
    board.apply(resource("CREATE_IN_PROGRESS", done=3))

    stack = board.stacks["local-chat"]
    assert (stack.done, stack.of) == (3, 5)
    assert stack.doing == "AWS::SageMaker::Endpoint  Endpoint"


def test_what_is_still_at_work_is_told_when_another_resource_ends(board: Board) -> None:
    board.apply(resource("CREATE_IN_PROGRESS", name="Endpoint"))
    board.apply(resource("CREATE_COMPLETE", name="Scaling"))

    assert board.stacks["local-chat"].doing.endswith("Endpoint")


def test_a_beginning_that_comes_after_its_end_is_over(board: Board) -> None:
    board.apply(resource("CREATE_IN_PROGRESS", name="Endpoint"))
    board.apply(resource("CREATE_COMPLETE", name="Alarm"))
    board.apply(resource("CREATE_IN_PROGRESS", name="Alarm"))

    assert board.stacks["local-chat"].doing.endswith("Endpoint")


def test_the_stack_itself_is_nothing_to_tell(board: Board) -> None:
    board.apply(resource("CREATE_IN_PROGRESS", name="Endpoint"))
    board.apply(ResourceEvent("local-chat", 1, 5, "CREATE_IN_PROGRESS", STACK, "local-chat"))

    assert board.stacks["local-chat"].doing.endswith("Endpoint")


def test_events_out_of_order_never_count_backwards(board: Board) -> None:
    board.apply(resource("CREATE_COMPLETE", done=3))
    board.apply(resource("CREATE_IN_PROGRESS", done=2))

    assert board.stacks["local-chat"].done == 3


def test_finished_stack_is_returned_with_its_time(board: Board) -> None:
    board.apply(StackStarted("local-chat", "local/chat", 1, 1))

    ended = board.apply(StackFinished("local-chat", changed=True))

    assert ended is not None
    assert ended.phase == "deployed"
    assert ended.seconds(now=500) == 1


def test_stack_without_changes_is_unchanged(board: Board) -> None:
    ended = board.apply(StackFinished("local-chat", changed=False))

    assert ended is not None
    assert ended.phase == "unchanged"


def test_first_failed_resource_stays_the_cause_during_rollback(board: Board) -> None:
    board.apply(resource("CREATE_FAILED", name="Endpoint never answered ping"))
    board.apply(resource("DELETE_IN_PROGRESS", name="Model"))
    board.apply(StackFailed("local-chat"))

    assert "never answered ping" in board.stacks["local-chat"].doing


def test_failed_resource_tells_why(board: Board) -> None:
    board.apply(resource("CREATE_FAILED"))

    assert board.tells_why()


def test_failure_before_any_resource_does_not_tell_why(board: Board) -> None:
    board.apply(StackFailed("local-chat"))

    assert not board.tells_why()


def test_stack_is_shown_by_its_path_once_that_is_known(board: Board) -> None:
    board.apply(StackStarted("local-chat", "local/chat", 1, 1))

    assert board.stacks["local-chat"].name == "local/chat"
