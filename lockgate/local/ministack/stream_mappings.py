"""Event source mappings of streams, in place of MiniStack's own poller.

MiniStack keeps the mappings, and reads streams without windows, partial failures, bisection, limits
of retries and age, and destinations. Here `lockgate.local.streams.mappings` does that.
"""

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from lockgate.local.ministack.function_calls import FunctionCalls
from lockgate.local.ministack.stream_destinations import Destinations
from lockgate.local.ministack.stream_measures import Measures
from lockgate.local.ministack.stream_shards import BEFORE_ALL, StreamShards
from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.runtime.metrics import MetricStore
from lockgate.local.streams.mappings.failures import failure_record
from lockgate.local.streams.mappings.lane import (
    FIRST_PAUSE_S,
    LONGEST_PAUSE_S,
    Batch,
    Discard,
    Lane,
    Outcome,
    Read,
)
from lockgate.local.streams.mappings.poller import Poller
from lockgate.local.streams.mappings.records import Record, Shard
from lockgate.local.streams.mappings.settings import Settings
from lockgate.local.time_scale import TimeScale

logger = logging.getLogger("lockgate")


class StreamMappings:
    """Reads the streams of all mappings, and calls their functions."""

    def __init__(
        self,
        lambdas: Any,
        shards: StreamShards,
        calls: FunctionCalls,
        destinations: Destinations,
        metrics: MetricStore,
        time_scale: TimeScale,
        loop: Callable[[], Any],
    ) -> None:
        self.lambdas = lambdas
        self.shards = shards
        self.calls = calls
        self.destinations = destinations
        self.metrics = metrics
        self.time_scale = time_scale
        self.starts: dict[str, dict[str, int]] = {}
        """Where mappings that begin with the latest record begin, by mapping and shard."""
        self._loop = loop
        self._poller = Poller(self._mappings, now=time.time, new_lane=self._lane)
        lambdas._poll_kinesis = self._tell

    async def watch(self) -> None:
        """Read all streams, without end."""
        await self._poller.watch()

    def begin(self, mapping: Mapping[str, Any]) -> None:
        """Note where a new mapping begins."""
        if mapping.get("StartingPosition") == "LATEST":
            self.starts[mapping["UUID"]] = self.shards.latest(mapping["EventSourceArn"])

    def _tell(self) -> bool:
        """Called by MiniStack's own thread when there may be new records."""
        loop = self._loop()
        with suppress(RuntimeError):  # the loop has ended, and the process will
            if loop is not None:
                loop.call_soon_threadsafe(self._poller.wake)
        return False

    def _mappings(self) -> Iterator["StreamMapping"]:
        for account, region, known in self.lambdas._iter_all_esms():
            if ":kinesis:" in known["EventSourceArn"]:
                yield StreamMapping(self, Scope(account, region), known)

    def _lane(self, shard: Shard, read: Read, position: int) -> Lane:
        pauses = (self.time_scale.seconds(FIRST_PAUSE_S), self.time_scale.seconds(LONGEST_PAUSE_S))
        return Lane(shard, read, position, *pauses)


class StreamMapping:
    """One mapping; see `lockgate.local.streams.mappings.poller.Mapping`."""

    def __init__(self, parent: StreamMappings, scope: Scope, known: dict[str, Any]) -> None:
        self._parent = parent
        self._scope = scope
        self._known = known
        self.id: str = known["UUID"]
        self._stream: str = known["EventSourceArn"]
        self._measures = Measures(parent.metrics, scope, known)

    def settings(self) -> Settings | None:
        """As they are now; None while it is disabled or gone."""
        is_gone = self._known.get("State") == "Deleting"
        if is_gone or not self._known.get("Enabled", True):
            return None
        return Settings.of(self._known, self._parent.time_scale)

    def shards(self) -> Sequence[Shard]:
        """Of its stream; none if there is no stream."""
        role = self._parent.calls.role(self._scope, self._known["FunctionArn"])
        return [Shard(name, self._stream, role) for name in self._parent.shards.ids(self._stream)]

    def start(self, shard: str) -> int:
        """Before the first record, or behind the last one there was when the mapping was made."""
        return self._parent.starts.get(self.id, {}).get(shard, BEFORE_ALL)

    def read(
        self, shard: str, position: int, room: int, wanted: Callable[[Record], bool]
    ) -> tuple[Sequence[Record], int]:
        """Up to `room` wanted records behind a position, and the last position looked at."""
        since = self._known.get("StartingPositionTimestamp") or 0
        whole = Shard(shard, self._stream, "")

        def is_wanted(record: Record) -> bool:
            return record.arrival >= since and wanted(record) and self._passes(whole, record)

        return self._parent.shards.read(
            self._stream, shard, position=position, room=room, wanted=is_wanted, now=time.time()
        )

    def _passes(self, shard: Shard, record: Record) -> bool:
        """Whether the mapping's FilterCriteria let a record through."""
        if not self._known.get("FilterCriteria"):
            return True
        return bool(self._parent.lambdas._apply_filter_criteria([shard.entry(record)], self._known))

    async def call(self, shard: Shard, batch: Batch) -> Outcome:
        """Call the function with a batch."""
        arn = self._known["FunctionArn"]
        outcome = await self._parent.calls.call(self._scope, arn, shard.event(batch.records))
        if outcome.was_called:
            problem = "PROBLEM: Function call failed" if outcome.is_error else "OK"
            self._known["LastProcessingResult"] = problem
            self._measures.age(batch.records[-1])
            self._measures.called(batch.records, failed=outcome.is_error)
        return outcome

    def give_up(self, shard: Shard, discard: Discard) -> None:
        """Tell the destination, if there is one."""
        destination = Settings.of(self._known, self._parent.time_scale).destination
        now, arn, records = time.time(), self._known["FunctionArn"], discard.batch.records
        logger.warning(
            "%d records of %s were given up for %s: %s",
            *(len(records), shard.id, arn, discard.condition),
        )
        record = failure_record(discard, shard, arn, now=now)
        told = destination is not None and self._parent.destinations.tell(
            self._scope, destination, self.id, shard, discard, record, now
        )
        self._measures.given_up(records, told=told)
