"""Work in a thread for as long as a block runs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread


@contextmanager
def beside(work: Callable[[Event], None], *, name: str) -> Iterator[None]:
    """Run the work in another thread, and wait for its end after the block.

    The work is given an event, which says that the block is over.
    """
    over = Event()
    thread = Thread(target=work, args=(over,), name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
