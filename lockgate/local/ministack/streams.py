"""Subscription filters on MiniStack's log groups.

MiniStack keeps them, reads no pattern but plain terms, and delivers to Lambda only. Here patterns
are AWS's, also those of FilterLogEvents, and streams get what matches.
"""

import base64
import contextvars
import json
import logging
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

from lockgate.local.ministack.log_events import LogEvent
from lockgate.local.protocol.errors import ServiceError
from lockgate.local.protocol.scope import Scope
from lockgate.local.streams.envelopes import Event, control_message
from lockgate.local.streams.patterns.errors import FilterPatternError
from lockgate.local.streams.patterns.pattern import matcher
from lockgate.local.streams.subscriptions import (
    Filter,
    check_filter,
    envelopes,
    partition_key,
)

logger = logging.getLogger(__name__)


class Subscriptions:
    """Takes filters, and delivers log events to streams and functions."""

    def __init__(
        self,
        logs: Any,
        kinesis: Any,
        lambdas: Any,
        iam: Any,
        responses: Any,
        loop: Callable[[], Any],
    ) -> None:
        """Put in front of MiniStack's own; `loop` returns its event loop, once it runs."""
        self._logs = logs
        self._kinesis = kinesis
        self._lambdas = lambdas
        self._iam = iam
        self._responses = responses
        self._loop = loop
        self._thread = ThreadPoolExecutor(1, "subscriptions")
        self._put = logs._put_subscription_filter
        self._search = logs._filter_log_events
        logs._put_subscription_filter = self._put_filter
        logs._filter_log_events = self._filter_log_events
        logs._compile_filter_pattern = matcher
        logs._subscription_pattern_matches = lambda pattern, text: matcher(pattern or "")(text)
        logs._fanout_to_subscription_filters = lambda _group, _stream, _events: None

    def has_stream(self, arn: str) -> bool:
        """Whether there is such a Kinesis stream, and it is active."""
        stream = self._kinesis._resolve_stream_by_arn(arn)
        return bool(stream) and stream["StreamStatus"] == "ACTIVE"

    def has_function(self, arn: str) -> bool:
        """Whether there is such a Lambda function, or alias or version of one."""
        return self._lambdas._get_func_record_for_ref(arn)[0] is not None

    def can_assume(self, role: str) -> bool:
        """Whether there is such a role, and its trust policy names CloudWatch Logs."""
        found = self._iam._roles.get(role.rpartition("/")[2])
        return found is not None and "logs." in _text(found["AssumeRolePolicyDocument"])

    def deliver(self, scope: Scope, group: str, stream: str, events: Sequence[LogEvent]) -> None:
        """Send new events to the filters of their log group, after those of earlier calls.

        They are matched and packed on a thread, which holds up nobody.
        """
        subscriptions = self._filters(scope, group)
        if subscriptions:
            kept = [Event(event.id, event.timestamp, event.message) for event in events]
            self._thread.submit(self._pack, scope, subscriptions, stream, kept)

    def _filters(self, scope: Scope, group: str) -> list[Filter]:
        with self._responses.request_scope(scope.account, scope.region):
            known = self._logs._log_groups.get(group) or {}
        return list(known.get("subscriptionFilters", {}).values())

    def _pack(
        self, scope: Scope, subscriptions: Sequence[Filter], stream: str, events: Sequence[Event]
    ) -> None:
        try:
            for subscription in subscriptions:
                key = partition_key(subscription, stream)
                for data in envelopes(subscription, scope.account, stream, events):
                    self._send(scope, subscription, key, data)
        except Exception:
            logger.exception("log events of %s did not reach all who subscribed", stream)

    def _send(self, scope: Scope, subscription: Filter, key: str, data: bytes) -> None:
        """Put a record, on the event loop only: MiniStack numbers a shard's records by their order.

        A function is called on a thread of its own.
        """

        def send() -> None:
            with self._responses.request_scope(scope.account, scope.region):
                if ":kinesis:" in subscription["destinationArn"]:
                    self._to_stream(subscription, key, data)
                else:
                    self._to_function(subscription, data)

        loop = self._loop()
        if loop is None:
            send()
            return
        with suppress(RuntimeError):  # the loop has ended, and the process will
            loop.call_soon_threadsafe(send)

    def _to_stream(self, subscription: Filter, key: str, data: bytes) -> None:
        arn = subscription["destinationArn"]
        text = base64.b64encode(data).decode()
        status, _, body = self._kinesis._put_record(
            {"StreamARN": arn, "PartitionKey": key, "Data": text}
        )
        if status >= 400:
            name = subscription["filterName"]
            logger.warning("the log events of filter %s did not reach %s: %s", name, arn, body)

    def _to_function(self, subscription: Filter, data: bytes) -> None:
        """Call a function without waiting; its own output does not call it again."""
        arn = subscription["destinationArn"]
        record, config, name = self._lambdas._get_func_record_for_ref(arn)
        if record is None:
            filter_name = subscription["filterName"]
            logger.warning("there is no function %s, which filter %s calls", arn, filter_name)
        elif subscription["logGroupName"] != f"/aws/lambda/{name}":
            function = self._lambdas._execution_record_for_config(record, config)
            event = {"awslogs": {"data": base64.b64encode(data).decode()}}
            call = self._lambdas._execute_function_with_config_scope
            context = contextvars.copy_context()
            threading.Thread(target=context.run, args=(call, function, event), daemon=True).start()

    def _put_filter(self, request: Mapping[str, Any]) -> Any:
        """PutSubscriptionFilter, with AWS's checks and its message to the stream."""
        wanted = {
            name: value for name, value in request.items() if (name, value) != ("roleArn", "")
        }
        scope = Scope(self._responses.get_account_id(), self._responses.get_region())
        known = self._filters(scope, str(wanted.get("logGroupName")))
        others = [
            one["filterName"] for one in known if one["filterName"] != wanted.get("filterName")
        ]
        if wanted.get("logGroupName") in self._logs._log_groups:
            try:
                check_filter(scope, wanted, others, self)
            except ServiceError as error:
                return self._responses.error_response_json(error.code, error.message, error.status)
            if ":kinesis:" in wanted["destinationArn"]:
                message = control_message(time.time_ns() // 1_000_000)
                self._to_stream(wanted, uuid.uuid4().hex, message)
        return self._put(wanted)

    def _filter_log_events(self, request: Mapping[str, Any]) -> Any:
        """FilterLogEvents, which refuses a pattern that is none."""
        try:
            matcher(request.get("filterPattern") or "")
        except FilterPatternError as error:
            code = "InvalidParameterException"
            return self._responses.error_response_json(code, str(error), 400)
        return self._search(request)


def _text(policy: Any) -> str:
    """A policy document as text, however it was given."""
    return unquote(policy) if isinstance(policy, str) else json.dumps(policy)
