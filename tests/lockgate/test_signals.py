import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Event

import pytest

from lockgate.signals import ENDING, signals_end_the_program


@contextmanager
def cleaning_up(signalled: signal.Signals, done: Event) -> Iterator[None]:
    """Clean up at the end, with a signal in the middle of it."""
    try:
        yield
    finally:
        os.kill(os.getpid(), signalled)
        done.set()


@pytest.mark.parametrize("number", ENDING)
def test_signal_unwinds_the_program(number: signal.Signals) -> None:
    with pytest.raises(SystemExit) as caught, signals_end_the_program():
        os.kill(os.getpid(), number)

    assert caught.value.code == 128 + number


@pytest.mark.parametrize("second", ENDING)
def test_second_signal_does_not_break_off_the_cleaning_up(second: signal.Signals) -> None:
    cleaned_up = Event()

    with pytest.raises(SystemExit), signals_end_the_program(), cleaning_up(second, cleaned_up):
        os.kill(os.getpid(), signal.SIGTERM)

    assert cleaned_up.is_set()


def test_second_signal_does_not_break_off_the_cleaning_up_around_an_inner_level() -> None:
    cleaned_up = Event()
    outer, inner = signals_end_the_program(), signals_end_the_program()

    with pytest.raises(SystemExit), outer, cleaning_up(signal.SIGTERM, cleaned_up), inner:
        os.kill(os.getpid(), signal.SIGTERM)

    assert cleaned_up.is_set()


def test_signal_after_an_inner_level_unwinds_the_program() -> None:
    stack = ExitStack()
    stack.callback(os.kill, os.getpid(), signal.SIGTERM)

    with pytest.raises(SystemExit), signals_end_the_program(), stack, signals_end_the_program():
        pass


@pytest.mark.parametrize("levels", [1, 2])
def test_handlers_are_as_before_afterwards(levels: int) -> None:
    before = [signal.getsignal(number) for number in ENDING]

    with ExitStack() as stack:
        for _ in range(levels):
            stack.enter_context(signals_end_the_program())

    assert [signal.getsignal(number) for number in ENDING] == before


def test_signal_that_is_ignored_stays_so() -> None:
    previous = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with signals_end_the_program():
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, previous)
