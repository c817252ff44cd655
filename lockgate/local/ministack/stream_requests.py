"""Event source mappings as they are made and changed, by API and by CloudFormation.

MiniStack checks little of them and drops some members; here they are checked as Lambda does, and
GetEventSourceMapping shows all of them.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from lockgate.local.protocol.errors import ServiceError, not_emulated
from lockgate.local.protocol.models import operation
from lockgate.local.protocol.properties import as_request
from lockgate.local.streams.mappings.settings import DEFAULTS, check_queue, check_stream

_TYPE = "AWS::Lambda::EventSourceMapping"
_KEPT = ("StartingPositionTimestamp", *DEFAULTS)
Begin = Callable[[Mapping[str, Any]], None]


class MappingRequests:
    """Put in front of MiniStack's own handlers."""

    def __init__(
        self,
        lambdas: Any,
        types: Any,
        error: Callable[..., Any],
        begin: Begin,
        has_stream: Callable[[str], bool],
    ) -> None:
        """`begin` is told of each new mapping of a stream; `has_stream` knows which there are."""
        self._lambdas = lambdas
        self._error = error
        self._begin = begin
        self._has_stream = has_stream
        self._create, self._update = lambdas._create_esm, lambdas._update_esm
        lambdas._create_esm, lambdas._update_esm = self._created, self._updated
        self._provision, self._change = types._lambda_esm_create, types._lambda_esm_update
        types._lambda_esm_create = self._provisioned
        types._RESOURCE_HANDLERS[_TYPE] |= {"create": self._provisioned, "update": self._changed}

    def _created(self, request: Mapping[str, Any]) -> Any:
        """CreateEventSourceMapping."""
        try:
            self._check(request, is_new=True)
        except ServiceError as error:
            return self._error(error.code, error.message, error.status)
        answer = self._create(_with_defaults(request))
        if answer[0] < 400:
            known = self._lambdas._esms[json.loads(answer[2])["UUID"]]
            self._complete(known, request)
            return answer[0], answer[1], json.dumps(self._lambdas._esm_response(known)).encode()
        return answer

    def _updated(self, identifier: str, request: Mapping[str, Any]) -> Any:
        """UpdateEventSourceMapping."""
        known = self._lambdas._esms.get(identifier)
        if known is not None:
            source = {"UUID": identifier, "EventSourceArn": known["EventSourceArn"]}
            try:
                self._check({**source, **_queue_settings(known), **request}, is_new=False)
            except ServiceError as error:
                return self._error(error.code, error.message, error.status)
            known.update({name: request[name] for name in ("MetricsConfig",) if name in request})
        return self._update(identifier, request)

    def _provisioned(self, logical: str, properties: Mapping[str, Any], stack: str) -> Any:
        """A new mapping of a template."""
        request = _typed(properties)
        self._check(request, is_new=True)
        made = self._provision(logical, _with_defaults(request), stack)
        self._complete(self._lambdas._esms[made[0]], request)
        return made

    def _changed(
        self, physical: str, old: Mapping[str, Any], new: Mapping[str, Any], stack: str
    ) -> Any:
        """A mapping of a template that changes; what the template drops is as on a new one."""
        request = _typed(new)
        self._check(request, is_new=True)
        return self._change(physical, _typed(old), _with_defaults(request), stack)

    def _check(self, request: Mapping[str, Any], *, is_new: bool) -> None:
        arn = str(request.get("EventSourceArn"))
        if ":sqs:" in arn:
            check_queue(request)
        if ":kinesis:" not in arn:
            return
        if "/consumer/" in arn:
            raise not_emulated("lambda", "mappings of enhanced fan-out consumers")
        check_stream(request, is_new=is_new)
        if is_new and not self._has_stream(arn):
            raise ServiceError("InvalidParameterValueException", f"Stream not found: {arn}")

    def _complete(self, known: dict[str, Any], request: Mapping[str, Any]) -> None:
        """Keep what MiniStack does not, and begin."""
        if "MetricsConfig" in request:
            known["MetricsConfig"] = request["MetricsConfig"]
        if ":kinesis:" in known["EventSourceArn"]:
            whole = _with_defaults(request)
            known.update({name: whole[name] for name in _KEPT if name in whole})
            self._begin(known)


def _with_defaults(request: Mapping[str, Any]) -> dict[str, Any]:
    """The request of a stream with what Lambda assumes; any other as it is."""
    if ":kinesis:" not in str(request.get("EventSourceArn")):
        return dict(request)
    return DEFAULTS | dict(request)


def _queue_settings(known: Mapping[str, Any]) -> dict[str, Any]:
    """Those of a queue's mapping that are looked at together."""
    names = (
        ("BatchSize", "MaximumBatchingWindowInSeconds")
        if ":sqs:" in known["EventSourceArn"]
        else ()
    )
    return {name: known[name] for name in names}


def _typed(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Properties with numbers and booleans as the API has them; tags have another form there."""
    members = {name: value for name, value in properties.items() if name != "Tags"}
    return as_request(operation("lambda", "CreateEventSourceMapping").input_shape, members)
