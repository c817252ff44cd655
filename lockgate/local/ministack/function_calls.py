"""Calls of MiniStack's Lambda functions that block nobody."""

import asyncio
import contextvars
import threading
from collections.abc import Mapping
from typing import Any

from lockgate.local.protocol.scope import Scope
from lockgate.local.streams.mappings.lane import Outcome


class FunctionCalls:
    """Each call has a thread of its own: functions call back, and may take minutes."""

    def __init__(self, lambdas: Any, request_scope: Any) -> None:
        self._lambdas = lambdas
        self._request_scope = request_scope

    def role(self, scope: Scope, arn: str) -> str:
        """The role of a function; empty if there is no such function."""
        with self._request_scope(scope.account, scope.region):
            _, config, _ = self._lambdas._get_func_record_for_ref(arn)
        return str((config or {}).get("Role", ""))

    async def call(self, scope: Scope, arn: str, event: Mapping[str, Any]) -> Outcome:
        """Call a function, and wait for what it returns."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Outcome] = loop.create_future()

        def settle(outcome: Outcome) -> None:
            if not future.done():
                future.set_result(outcome)

        def run() -> None:
            outcome = self._called(scope, arn, event)
            if not loop.is_closed():
                loop.call_soon_threadsafe(settle, outcome)

        context = contextvars.copy_context()
        threading.Thread(target=context.run, args=(run,), daemon=True, name="mapping").start()
        return await future

    def _called(self, scope: Scope, arn: str, event: Mapping[str, Any]) -> Outcome:
        with self._request_scope(scope.account, scope.region):
            record, config, _ = self._lambdas._get_func_record_for_ref(arn)
            if record is None:
                return Outcome(was_called=False)
            function = self._lambdas._execution_record_for_config(record, config)
            try:
                result = self._lambdas._execute_function(function, event)
            except Exception as error:
                return Outcome({"errorMessage": str(error)}, is_error=True)
        if result.get("throttle"):
            return Outcome(was_called=False)
        return Outcome(result.get("body"), is_error=bool(result.get("error")))
