from threading import Event

import pytest

from lockgate.deployment.beside import beside


def test_block_ends_after_its_work_has_heard_of_it() -> None:
    heard = []

    def work(over: Event) -> None:
        heard.append(over.wait())

    with beside(work, name="test"):
        assert not heard
    assert heard == [True]


def test_work_ends_with_a_block_that_fails() -> None:
    heard = []
    with (
        pytest.raises(OSError, match="no"),
        beside(lambda over: heard.append(over.wait()), name="t"),
    ):
        raise OSError("no")
    assert heard == [True]
