"""MiniStack as one object."""

import importlib
import os
from pathlib import Path
from typing import Any

from lockgate.local.metrics.store import MetricStore
from lockgate.local.ministack.alarm_book import AlarmBook
from lockgate.local.ministack.alarms import Alarms
from lockgate.local.ministack.athena_queries import refuse_queries
from lockgate.local.ministack.composite_alarms import CompositeAlarmType
from lockgate.local.ministack.event_sources import EventSources
from lockgate.local.ministack.function_logs import FunctionLogs
from lockgate.local.ministack.function_processes import FunctionProcesses
from lockgate.local.ministack.log_events import LogEvents
from lockgate.local.ministack.log_retention import LogRetention
from lockgate.local.ministack.metrics import Metrics
from lockgate.local.ministack.named_queries import NamedQueryType
from lockgate.local.ministack.resources import Resources
from lockgate.local.ministack.services import Services
from lockgate.local.ministack.settings import foreign, settings
from lockgate.local.ministack.stores import Stores
from lockgate.local.ministack.streams import Subscriptions
from lockgate.local.protocol.scope import Scope
from lockgate.local.time_scale import REAL_TIME, TimeScale


class MiniStack:
    """The emulator, loaded once per process."""

    def __init__(
        self, *, port: int, scope: Scope, root: Path, time_scale: TimeScale = REAL_TIME
    ) -> None:
        for name in foreign(os.environ):
            del os.environ[name]
        os.environ.update(settings(port=port, scope=scope, root=root, environ=os.environ))
        app = _load("app")
        responses = _load("core.responses")
        types = _load("services.cloudformation.provisioners")
        cloudwatch = _load("services.cloudwatch")
        self.services = Services(app, _load("core.router"), responses)
        self.resources = Resources(
            types,
            _load("services.cloudformation.stacks"),
            loop=lambda: app._MAIN_LOOP,
            scope=self.services.scope,
        )
        logs = _load("services.cloudwatch_logs")
        self.subscriptions = Subscriptions(
            logs,
            _load("services.kinesis"),
            _load("services.lambda_svc"),
            _load("services.iam"),
            responses,
            loop=lambda: app._MAIN_LOOP,
        )
        self.log_events = LogEvents(logs, self.services.scope)
        self.log_events.listen(self.subscriptions.deliver)
        self.log_retention = LogRetention(logs, responses.request_scope, time_scale)
        self.log_events.listen(self.log_retention.hear)
        self.metrics = MetricStore(time_scale)
        Metrics(cloudwatch, self.metrics, self.services.scope)
        self.stores = Stores(
            logs,
            self.metrics,
            _load("services.s3"),
            _load("services.sns"),
            responses.request_scope,
        )
        functions = _load("core.lambda_runtime")
        FunctionLogs(functions)
        FunctionProcesses(functions, types, self.services.scope)
        self.event_sources = EventSources(
            _load,
            self.stores,
            time_scale=time_scale,
            loop=lambda: app._MAIN_LOOP,
            has_stream=self.subscriptions.has_stream,
        )
        scope_of = responses.request_scope
        self.alarms = Alarms(
            cloudwatch, types, scope_of, self.services.scope, self.metrics, time_scale
        )
        self.alarm_book = AlarmBook(cloudwatch, types, scope_of, self.alarms)
        self.resources.add(CompositeAlarmType(cloudwatch, scope_of))
        athena = _load("services.athena")
        refuse_queries(athena)
        self.resources.add(NamedQueryType(athena, scope_of))


def _load(name: str) -> Any:
    return importlib.import_module(f"ministack.{name}")
