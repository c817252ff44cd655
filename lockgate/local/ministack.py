"""MiniStack, the AWS emulator underneath: the only module that imports it.

MiniStack reads its settings from environment variables when it is imported, so `load` sets
them first. Its event loop is the process's: services run on it, and CloudFormation handlers
on worker threads that hand their work over to it.
"""

import asyncio
import importlib
import os
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import aclosing, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from lockgate.local.containers.artifact import StoredObject
from lockgate.local.protocol.hangup import ClientGoneError, unless
from lockgate.local.protocol.http import Handler, HttpRequest, HttpResponse, Stream
from lockgate.local.protocol.scope import Scope
from lockgate.local.resource_types import Resource, ResourceType
from lockgate.local.sagemaker.runtime.metrics import Datum

Receive = Callable[[], Any]
_receive: ContextVar[Receive] = ContextVar("receive")
_CHUNK_BYTES = 1 << 20


def _settings(port: int, scope: Scope, root: Path) -> dict[str, str]:
    """Environment variables: this port only, nothing kept on disk, no Docker, no banner."""
    modules = [str(root / "node_modules"), os.environ.get("NODE_PATH", "")]
    return {
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": "localhost",
        "MINISTACK_ACCOUNT_ID": scope.account,
        "MINISTACK_REGION": scope.region,
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
        "SERVICES": "",
        "PERSIST_STATE": "0",
        "S3_PERSIST": "0",
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
        "LAMBDA_EXECUTOR": "local",
        # At its start MiniStack removes containers that it takes for its own.
        "DOCKER_HOST": "unix:///nonexistent/lockgate-needs-no-docker.sock",
        # Node functions of CDK (custom resources) expect the AWS SDK there.
        "NODE_PATH": os.pathsep.join(filter(None, modules)),
    }


class MiniStack:
    """The emulator, loaded once per process."""

    def __init__(self, *, port: int, scope: Scope, root: Path) -> None:
        os.environ.update(_settings(port, scope, root))
        self._app = importlib.import_module("ministack.app")
        self._router = importlib.import_module("ministack.core.router")
        self._responses = importlib.import_module("ministack.core.responses")
        self._stacks = importlib.import_module("ministack.services.cloudformation.stacks")
        self._types = importlib.import_module("ministack.services.cloudformation.provisioners")
        self._logs = importlib.import_module("ministack.services.cloudwatch_logs")
        self._metrics = importlib.import_module("ministack.services.cloudwatch")
        self._s3 = importlib.import_module("ministack.services.s3")
        self._blocking: set[str] = set()
        self._patch_worker_threads()

    # -- services ---------------------------------------------------------------------------

    async def asgi(self, scope: Any, receive: Receive, send: Any) -> None:
        """The ASGI application."""
        _receive.set(receive)
        await self._app.app(scope, receive, send)

    def add_service(
        self, name: str, handler: Handler, *, target: str, paths: Sequence[str] = ()
    ) -> None:
        """Route requests to a handler.

        Args:
            name: the service as requests are signed for it.
            handler: answers them.
            target: what X-Amz-Target begins with.
            paths: regular expressions of further paths.
        """

        async def answer(
            method: str, path: str, headers: dict[str, str], body: bytes, _query: Any
        ) -> tuple[int, dict[str, str], Any]:
            request = HttpRequest(self._scope(), method, path, headers, body, _disconnected)
            response = await handler(request)
            # In lower case: MiniStack rewrites a Content-Type to that of the service's protocol,
            # which the answer of a model does not follow.
            lower = {name.lower(): value for name, value in response.headers.items()}
            return response.status, lower, self._body(response)

        self._app.SERVICE_HANDLERS[name] = answer
        self._router.SERVICE_PATTERNS[name] = {
            "target_prefixes": [target],
            "path_patterns": list(paths),
        }

    def _body(self, response: HttpResponse) -> Any:
        if isinstance(response.body, bytes):
            return response.body
        body = response.body

        async def run(send: Any, _receive: Receive) -> None:
            with suppress(ClientGoneError):
                async with aclosing(body):
                    await unless(_disconnected, _send_all(body, send))

        return self._responses.StreamingResponse(run)

    def _scope(self) -> Scope:
        return Scope(self._responses.get_account_id(), self._responses.get_region())

    # -- CloudFormation ---------------------------------------------------------------------

    def add_resource_type(self, kind: ResourceType) -> None:
        """Let CloudFormation make resources of this type, on worker threads that may wait."""
        types, name = self._types, kind.name
        types._RESOURCE_HANDLERS[name] = {
            "create": lambda logical, properties, stack: self._run(
                kind.create(self._scope(), self._named(kind, logical, properties, stack))
            ),
            "update": lambda physical, old, new, _stack: self._run(
                kind.update(self._scope(), physical, old, new)
            ),
            "delete": lambda physical, _properties: self._wait(
                kind.delete(self._scope(), physical)
            ),
        }
        types._REPLACING_PROPERTIES[name] = tuple(kind.create_only)
        if kind.is_tagged:
            types._STACK_TAG_PROPERTY[name] = ("Tags", "list")
        if kind.name_property:
            types._CUSTOM_NAME_REPLACEMENT[name] = {"name": kind.name_property}
        self._blocking.add(name)

    def _named(
        self, kind: ResourceType, logical: str, properties: Mapping[str, Any], stack: str
    ) -> dict[str, Any]:
        """The properties, with a generated name where the template sets none."""
        if kind.name_property is None or kind.name_property in properties:
            return dict(properties)
        name = self._types._physical_name(stack, logical, max_len=63)
        return {**properties, kind.name_property: name}

    def _run(self, work: Any) -> tuple[str, dict[str, str]]:
        made: Resource = self._wait(work)
        return made.physical_id, dict(made.attributes)

    def _wait(self, work: Any) -> Any:
        """Run a coroutine on the event loop, from a worker thread."""
        return asyncio.run_coroutine_threadsafe(work, self._app._MAIN_LOOP).result()

    def _patch_worker_threads(self) -> None:
        stacks: Any = self._stacks
        original = stacks._runs_on_worker_thread
        stacks._runs_on_worker_thread = lambda name: name in self._blocking or original(name)

    # -- the other services' stores ---------------------------------------------------------

    def put_log_events(
        self, scope: Scope, group: str, stream: str, events: Sequence[tuple[int, str]]
    ) -> None:
        """Append (time in ms, text) events; makes the group and the stream where missing."""
        with self._responses.request_scope(scope.account, scope.region):
            if group not in self._logs._log_groups:
                self._logs._create_log_group({"logGroupName": group})
            where = {"logGroupName": group, "logStreamName": stream}
            if stream not in self._logs._log_groups[group]["streams"]:
                self._logs._create_log_stream(where)
            entries = [{"timestamp": when, "message": text} for when, text in events]
            self._logs._put_log_events(where | {"logEvents": entries})

    def put_metric_data(self, namespace: str, data: Sequence[Datum]) -> None:
        """Keep metric values, and let the alarms on them look."""
        for scope in {datum.scope for datum in data}:
            with self._responses.request_scope(scope.account, scope.region):
                for datum in data:
                    if datum.scope == scope:
                        self._store(namespace, datum)
                self._metrics._evaluate_all_alarms()

    def _store(self, namespace: str, datum: Datum) -> None:
        dimensions = dict(datum.dimensions)
        self._metrics._store_datum(
            namespace, datum.name, dimensions, datum.timestamp, datum.unit, datum.value,
            None, None, None,
        )  # fmt: skip

    async def read_object(self, scope: Scope, bucket: str, key: str) -> AsyncIterator[bytes]:
        """The content of an S3 object, in pieces. It was listed before, so it is there."""
        with self._responses.request_scope(scope.account, scope.region):
            content: bytes = self._s3._get_object_data(bucket, key) or b""
        for start in range(0, len(content), _CHUNK_BYTES):
            yield content[start : start + _CHUNK_BYTES]
            await asyncio.sleep(0)

    async def list_objects(self, scope: Scope, bucket: str, prefix: str) -> list[StoredObject]:
        """The S3 objects whose key starts with the prefix; none if there is no such bucket."""
        with self._responses.request_scope(scope.account, scope.region):
            found = self._s3._buckets.get(bucket) or {"objects": {}}
        return [
            StoredObject(key, stored["etag"])
            for key, stored in found["objects"].items()
            if key.startswith(prefix)
        ]


async def _disconnected() -> None:
    """Return when the client of the request that is being answered has hung up."""
    receive = _receive.get()
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send_all(body: Stream, send: Any) -> None:
    async for piece in body:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
