import asyncio

from lockgate.local.sagemaker.batches import Batch
from tests.local.polling import LIMIT_S

NEVER_S = 3600


async def test_items_are_delivered_together_and_in_order() -> None:
    delivered: list[list[str]] = []
    batch: Batch[str] = Batch(delivered.append, delay_s=NEVER_S)
    batch.add("one")
    batch.add("two")
    assert delivered == []
    batch.flush()
    assert delivered == [["one", "two"]]


async def test_the_clock_delivers_too() -> None:
    delivered = asyncio.Event()
    batch: Batch[str] = Batch(lambda _items: delivered.set(), delay_s=0)
    batch.add("one")
    await asyncio.wait_for(delivered.wait(), timeout=LIMIT_S)


async def test_a_flush_without_items_delivers_nothing() -> None:
    delivered: list[list[str]] = []
    batch: Batch[str] = Batch(delivered.append, delay_s=NEVER_S)
    batch.flush()
    assert delivered == []
