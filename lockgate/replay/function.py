"""The function that computes metrics again from the stored records of at most an hour."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from lockgate.errors import CommandError
from lockgate.metric_data import Span
from lockgate.variant_key import VariantKey

COUNTS = {
    "requests": "Requests",
    "client_errors": "ClientErrors",
    "throttles": "Throttles",
    "timeouts": "Timeouts",
    "server_errors": "ServerErrors",
    "cancelled": "Cancelled",
    "prompt_tokens": "PromptTokens",
    "completion_tokens": "CompletionTokens",
}
"""What the function's answer calls each metric."""


class Minute(NamedTuple):
    """A minute of a variant."""

    at: datetime
    key: VariantKey

    def __str__(self) -> str:
        return f"{_stamp(self.at)} {self.key.endpoint}/{self.key.variant}"


@dataclass(frozen=True)
class Computed:
    """What the records say of a minute."""

    counts: Mapping[str, int]
    """By the name of the metric."""
    ttft_p95_ms: float | None


@dataclass
class Replayed:
    """What the records say."""

    minutes: dict[Minute, Computed] = field(default_factory=dict)
    records: int = 0
    unparsable: int = 0
    published: int = 0
    """Minutes; fewer than were asked for where a replay had published some before."""

    def add(self, other: Replayed) -> None:
        """Take in what another part of the time says."""
        self.minutes |= other.minutes
        self.records += other.records
        self.unparsable += other.unparsable
        self.published += other.published


@dataclass(frozen=True)
class ReplayFunction:
    """The function of an environment."""

    client: Any
    """Of Lambda."""
    name: str

    def run(self, span: Span, *, publish: Sequence[Minute] = ()) -> Replayed:
        """Compute the metrics of a span; publish those of some minutes.

        Raises:
            CommandError: the function failed, or answered what we do not know.
            ClientError: AWS refused.
        """
        event = {
            "from": _stamp(span.start),
            "to": _stamp(span.end),
            "publish": [_listed(minute) for minute in publish] or None,
        }
        answered = self.client.invoke(FunctionName=self.name, Payload=json.dumps(event).encode())
        payload = answered["Payload"].read()
        if "FunctionError" in answered:
            raise CommandError(
                f"{self.name} failed for {_stamp(span.start)}: {_message(payload)}",
                fix=f"read its log: {self._log_group()}",
            )
        return self._read(payload)

    def _log_group(self) -> str:
        """Where the function logs to: its stack names the group."""
        configuration = self.client.get_function_configuration(FunctionName=self.name)
        return str(configuration["LoggingConfig"]["LogGroup"])

    def _read(self, payload: bytes) -> Replayed:
        try:
            answer = json.loads(payload)
            minutes = dict(_minute(one) for one in answer["minutes"])
            records, unparsable = (int(answer[name]) for name in ("records", "unparsable"))
            return Replayed(minutes, records, unparsable, len(answer["published"]))
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise CommandError(
                f"{self.name} answered something else than metrics ({error!r})",
                fix="deploy the environment again, so that it and this command fit",
            ) from None


def _minute(answered: Mapping[str, Any]) -> tuple[Minute, Computed]:
    key = VariantKey(answered["endpoint"], answered["variant"])
    counts = {metric: int(answered[name]) for name, metric in COUNTS.items()}
    first = answered["ttft_ms"]
    at = datetime.fromisoformat(answered["minute"])
    return Minute(at, key), Computed(counts, None if first is None else first["p95"])


def _listed(minute: Minute) -> dict[str, str]:
    endpoint, variant = minute.key
    return {"endpoint": endpoint, "variant": variant, "minute": _stamp(minute.at)}


def _message(payload: bytes) -> str:
    """Return what a function that failed says, as Lambda wraps it."""
    try:
        return str(json.loads(payload)["errorMessage"])
    except (ValueError, LookupError, TypeError):
        return payload.decode(errors="replace") or "it said nothing"


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
