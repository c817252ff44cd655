import asyncio
from pathlib import Path

from lockgate.local.containers.locking import file_lock
from tests.local.containers.waiting import until


async def test_second_holder_waits_for_the_first(tmp_path: Path) -> None:
    events: list[str] = []

    async def second() -> None:
        async with file_lock(tmp_path / "a.lock", waiting=lambda: events.append("waits")):
            events.append("second")

    async with file_lock(tmp_path / "a.lock", waiting=lambda: events.append("never")):
        task = asyncio.create_task(second())
        await until(lambda: events)
        events.append("first ends")
    await task
    assert events == ["waits", "first ends", "second"]


async def test_other_files_are_other_locks(tmp_path: Path) -> None:
    waits: list[str] = []
    async with (
        file_lock(tmp_path / "a.lock", waiting=lambda: waits.append("a")),
        file_lock(tmp_path / "b.lock", waiting=lambda: waits.append("b")),
    ):
        assert waits == []
