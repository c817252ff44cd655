"""Event source mappings of queues: batching windows, and failures that functions report.

MiniStack hands on what is there, ten messages at most, and takes failures that it does not
understand for none. Its redrive to a dead-letter queue is used as it is.
https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
"""

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lockgate.local.streams.mappings.queues import failed_messages
from lockgate.local.time_scale import TimeScale

Message = dict[str, Any]
LARGEST_PAYLOAD = 6 * 1024 * 1024
"""Bytes of one event."""
BACKOFF_S = 1.0
"""Seconds of AWS that a queue is not read after its function has failed."""


@dataclass
class _Gathered:
    """Messages that wait for others."""

    since: float
    messages: list[Message] = field(default_factory=list)


class QueueMappings:
    """Takes over how MiniStack receives messages for functions, and what follows a call."""

    def __init__(self, lambdas: Any, sqs: Any, time_scale: TimeScale) -> None:
        self._lambdas = lambdas
        self._sqs = sqs
        self._time_scale = time_scale
        self._receive = sqs._receive_messages_for_esm
        self._gathered: dict[str, _Gathered] = {}
        sqs._receive_messages_for_esm = self._received
        lambdas._run_sqs_batch = self._run

    def _received(self, url: str, wanted: int) -> list[Message]:
        """A batch, once it is full or its window is over; until then nothing.

        Only MiniStack's one polling thread calls this.
        """
        window_s = self._time_scale.seconds(self._window(url))
        now = time.monotonic()
        gathered = self._gathered.setdefault(url, _Gathered(now))
        if not gathered.messages:
            gathered.since = now
        is_full = self._fill(url, gathered.messages, wanted)
        if not gathered.messages:
            return []
        left_s = gathered.since + window_s - time.monotonic()
        if is_full or left_s <= 0:
            del self._gathered[url]
            return gathered.messages
        self._wake_in(left_s)
        return []

    def _fill(self, url: str, messages: list[Message], wanted: int) -> bool:
        """Receive until there are enough; returns whether there are."""
        size = sum(len(message["body"]) for message in messages)
        while len(messages) < wanted and size < LARGEST_PAYLOAD / 2:
            some = self._receive(url, min(10, wanted - len(messages)))
            if not some:
                return False
            messages += some
            size += sum(len(message["body"]) for message in some)
        return True

    def _window(self, url: str) -> float:
        """The batching window of the queue's mapping, in seconds of AWS."""
        arn = self._sqs._queues[url]["attributes"]["QueueArn"]
        known = self._lambdas._esms.values()
        windows = [
            one.get("MaximumBatchingWindowInSeconds", 0)
            for one in known
            if one["EventSourceArn"] == arn
        ]
        return float(max(windows, default=0))

    def _wake_in(self, seconds: float) -> None:
        timer = threading.Timer(seconds, self._lambdas._esm_wake.set)
        timer.daemon = True
        timer.start()

    def _run(
        self,
        mapping: dict[str, Any],
        function: Any,
        event: Mapping[str, Any],
        batch: Sequence[Message],
        url: str,
        _name: str,
    ) -> None:
        """Call the function, and delete the messages that went well."""
        result = self._lambdas._execute_function(function, event)
        failed = self._failed(mapping, result, {message["id"] for message in batch})
        done = {message["receipt_handle"] for message in batch if message["id"] not in failed}
        self._sqs._delete_messages_for_esm(url, done)
        problem = "PROBLEM: Function call failed" if result.get("error") else "OK"
        mapping["LastProcessingResult"] = problem
        if result.get("error"):
            pause_s = self._time_scale.seconds(BACKOFF_S)
            self._lambdas._esm_backoff_until[mapping["UUID"]] = time.time() + pause_s
        if failed:
            self._return(url, [message for message in batch if message["id"] in failed])

    def _failed(
        self, mapping: Mapping[str, Any], result: Mapping[str, Any], ids: set[str]
    ) -> set[str]:
        if result.get("error"):
            return ids
        if "ReportBatchItemFailures" not in mapping.get("FunctionResponseTypes", []):
            return set()
        return failed_messages(result.get("body"), ids)

    def _return(self, url: str, messages: Sequence[Message]) -> None:
        """Let failed messages be seen again after their visibility timeout, in AWS's time."""
        hidden_s = float(self._sqs._queues[url]["attributes"].get("VisibilityTimeout", "30"))
        pause_s = self._time_scale.seconds(hidden_s)
        now = time.time()
        for message in messages:
            message["visible_at"] = min(message["visible_at"], now + pause_s)
        self._wake_in(pause_s)
