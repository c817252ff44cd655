"""What brings records of streams and messages of queues to functions, wired together."""

from collections.abc import Callable
from typing import Any

from lockgate.local.ministack.function_calls import FunctionCalls
from lockgate.local.ministack.stores import Stores
from lockgate.local.ministack.stream_destinations import Destinations
from lockgate.local.ministack.stream_mappings import StreamMappings
from lockgate.local.ministack.stream_queues import QueueMappings
from lockgate.local.ministack.stream_requests import MappingRequests
from lockgate.local.ministack.stream_shards import StreamShards
from lockgate.local.time_scale import TimeScale


class EventSources:
    """Event source mappings of Kinesis streams and SQS queues."""

    def __init__(
        self,
        load: Callable[[str], Any],
        stores: Stores,
        *,
        time_scale: TimeScale,
        loop: Callable[[], Any],
        has_stream: Callable[[str], bool],
    ) -> None:
        """`load` returns a module of MiniStack, `loop` its event loop once it runs."""
        lambdas, sqs = load("services.lambda_svc"), load("services.sqs")
        responses = load("core.responses")
        scope = responses.request_scope
        self._streams = StreamMappings(
            lambdas,
            StreamShards(load("services.kinesis")),
            FunctionCalls(lambdas, scope),
            Destinations(stores, sqs, scope),
            stores,
            time_scale,
            loop,
        )
        QueueMappings(lambdas, sqs, time_scale)
        MappingRequests(
            lambdas,
            load("services.cloudformation.provisioners"),
            responses.error_response_json,
            self._streams.begin,
            has_stream,
        )

    async def watch(self) -> None:
        """Read the streams, without end; queues are read by MiniStack's own thread."""
        await self._streams.watch()
