"""CloudWatch alarms, evaluated as CloudWatch does.

MiniStack looks at one statistic of all points of a metric name, whatever their dimensions and
periods, and refuses metric math. Here each of its alarms is evaluated by `lockgate.local.alarms`.
"""

import asyncio
import logging
import math
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from lockgate.local.alarms.definition import check_metrics, check_statistic
from lockgate.local.alarms.evaluation import Verdict, evaluate, range_start
from lockgate.local.alarms.ringing import Bell, Listener
from lockgate.local.metrics.series_math import Series
from lockgate.local.metrics.statistics import needs_samples, statistic
from lockgate.local.metrics.store import MetricStore, metric
from lockgate.local.protocol.scope import Scope
from lockgate.local.time_scale import TimeScale

logger = logging.getLogger(__name__)

EVERY_S = 10
"""Time between two looks at all alarms, as AWS counts time; a shorter one would see no more
complete periods."""
SHORTEST_S = 0.05
"""Least real time between two looks, however fast AWS's time runs."""
_PLACEHOLDERS = {"MetricName": "-", "Namespace": "-"}


class Alarms:
    """Takes over the evaluation of MiniStack's alarms."""

    def __init__(
        self,
        cloudwatch: Any,
        types: Any,
        request_scope: Any,
        scope: Callable[[], Scope],
        metrics: MetricStore,
        time_scale: TimeScale,
    ) -> None:
        self._cloudwatch = cloudwatch
        self._scope = scope
        self._metrics = metrics
        self._request_scope = request_scope
        self._time_scale = time_scale
        self._record = types._cw_metric_alarm_record
        self._put = cloudwatch._put_metric_alarm
        types._cw_metric_alarm_record = self._record_with_metrics
        cloudwatch._put_metric_alarm = self._put_with_metrics
        self._tell_topics = cloudwatch._dispatch_alarm_actions
        cloudwatch._evaluate_alarm = self._evaluate
        cloudwatch._dispatch_alarm_actions = self._dispatch
        self._bell: Bell | None = None

    def listen(self, listener: Listener) -> None:
        """Let alarms call scaling policies. The listener may be called on any thread."""
        self._bell = Bell(listener)

    async def watch(self) -> None:
        """Look at all alarms again and again: time alone can change their state."""
        while True:
            await asyncio.sleep(max(self._time_scale.seconds(EVERY_S), SHORTEST_S))
            known = list(self._cloudwatch._alarms._data)  # stacks add alarms on other threads
            scopes = {(account, region) for account, region, _ in known}
            for account, region in scopes:
                with self._request_scope(account, region):
                    alarms = list(self._cloudwatch._alarms.values())
                for alarm in alarms:
                    with self._request_scope(account, region):
                        self._look_at(alarm)
                    await asyncio.sleep(0)  # others have their turn

    def _look_at(self, alarm: dict[str, Any]) -> None:
        try:
            if alarm["AlarmName"] in self._cloudwatch._alarms:  # nobody has deleted it meanwhile
                self._evaluate(alarm)
        except Exception:
            logger.exception("alarm %s cannot be evaluated", alarm["AlarmName"])

    def _record_with_metrics(self, name: str, properties: Mapping[str, Any]) -> dict[str, Any]:
        """The record of a template's alarm, with metric math too."""
        metrics = properties.get("Metrics")
        if not metrics:
            check_statistic(properties)
            return dict(self._record(name, properties))
        check_metrics(metrics)
        plain = {key: value for key, value in properties.items() if key != "Metrics"}
        return _with_metrics(self._record(name, plain | _PLACEHOLDERS), metrics)

    def _put_with_metrics(
        self, params: Any, data: Any, is_cbor: bool, is_json: bool = False
    ) -> Any:
        """PutMetricAlarm, with metric math too."""
        metrics = (data or {}).get("Metrics")
        try:
            if metrics:
                check_metrics(metrics)
            else:
                check_statistic(data or {})
        except ValueError as error:
            message = str(error)
            return self._cloudwatch._error("ValidationError", message, 400, is_json, is_cbor)
        answer = self._put(params, data, is_cbor, is_json)
        if metrics:
            alarms = self._cloudwatch._alarms
            alarms[data["AlarmName"]] = _with_metrics(alarms[data["AlarmName"]], metrics)
        return answer

    def verdict(self, alarm: Mapping[str, Any]) -> Verdict | None:
        """What an alarm's points call for now; None to leave its state as it is."""
        now = self._now()
        for with_extra in (False, True):  # most often the points of six hours, not of eighteen
            start = range_start(alarm, now, with_extra=with_extra)
            since = self._time_scale.seconds(start)
            verdict = evaluate(alarm, partial(self._series, since), now=now)
            if verdict and len(verdict.points) >= int(alarm["EvaluationPeriods"]):
                break
        return verdict

    def _evaluate(self, alarm: dict[str, Any]) -> None:
        """Move an alarm to the state that its points call for, and let it ring."""
        verdict, old = self.verdict(alarm), alarm["StateValue"]
        if verdict is None or verdict.state == old:
            if self._bell is not None:
                self._bell.stays(alarm, now=self._now())
            return
        alarm["StateValue"], alarm["StateReason"] = verdict.state, verdict.reason
        alarm["StateUpdatedTimestamp"] = int(time.time())
        cloudwatch = self._cloudwatch
        cloudwatch._record_history(alarm["AlarmName"], old, verdict.state, verdict.reason)
        cloudwatch._dispatch_alarm_actions(alarm, old, verdict.state, verdict.reason)
        cloudwatch._evaluate_parent_alarms(alarm)

    def _dispatch(self, alarm: Mapping[str, Any], old: str, new: str, reason: str) -> None:
        """Tell the topics of a new state, and call its scaling policies."""
        self._tell_topics(alarm, old, new, reason)
        if self._bell is not None:
            self._bell.entered(alarm, now=self._now())

    def _now(self) -> float:
        return self._time_scale.aws_seconds(time.time())

    def _series(
        self,
        since: float,
        namespace: str,
        name: str,
        dimensions: Sequence[Mapping[str, str]],
        period: int,
        called: str,
        end: int,
    ) -> Series:
        """One statistic of a metric by the start of each period, in seconds of AWS since 1970.

        Values carry the real time, so that everybody can read them; periods are AWS's. None from
        before `since`, in real seconds since 1970, is read.
        """
        wanted = metric(namespace, name, {one["Name"]: one["Value"] for one in dimensions})
        periods = self._metrics.read(
            self._scope(),
            wanted,
            period=period,
            since=since,
            until=math.inf,
            offset=end % period,
            time_scale=self._time_scale,
            with_samples=needs_samples(called),
        )
        calculate = statistic(called)
        values = {start: calculate(values) for start, values in periods.items()}
        return {start: value for start, value in values.items() if value is not None}


def _with_metrics(alarm: dict[str, Any], metrics: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """An alarm on metrics has no metric of its own."""
    own = {"MetricName", "Namespace", "Statistic", "ExtendedStatistic", "Period", "Dimensions"}
    kept = {key: value for key, value in alarm.items() if key not in own | {"Unit"}}
    return kept | {"Metrics": list(metrics)}
