"""Alarms on service level objectives: somebody is told while there is budget left."""

import re
from dataclasses import dataclass

from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from infra.config.endpoints import Endpoint, ServedVariant, production_variants
from infra.config.endpoints.variants import PRIMARY
from infra.config.model_card import ManagedImage
from infra.config.naming import endpoint_name
from infra.endpoints.alarms import Dimension, Metric, Query, Statistic
from infra.endpoints.hosted_variant import part_of_variant
from infra.endpoints.metrics import variant_dimensions
from infra.foundation import Find
from infra.observability.links import dashboard_link
from infra.observability.slo_burns import BUDGET_DAYS, BURNS, Burn, window_name
from infra.observability.slo_objectives import Number, Objective, objectives


@dataclass(frozen=True)
class _Watched:
    """One variant of an endpoint."""

    endpoint_name: str
    variant: str

    @property
    def called(self) -> str:
        """What a person calls it: an endpoint's only variant goes without saying."""
        name = self.endpoint_name
        return name if self.variant == PRIMARY else f"{name}, variant {self.variant}"


class SloAlarms(Construct):
    """The alarms of one endpoint's `slo`; none where it has none.

    Each objective of each production variant has one composite alarm, which tells the topic when
    it begins and when it ends, and four metric alarms, which tell nobody. They know the endpoint by
    its name only, so that they can be deployed before it and outlive it.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        environment: str,
        region: str,
        endpoint: str,
        settings: Endpoint,
        find: Find,
        topic_arn: str,
    ) -> None:
        super().__init__(scope, construct_id)
        self._look_at = dashboard_link(environment, region)
        self._topic = topic_arn
        name = endpoint_name(environment, endpoint)
        self.arns = [
            self._objective(_Watched(name, variant.name), objective)
            for variant in production_variants(settings)
            for objective in objectives(settings, is_managed=_is_managed(variant, find))
        ]
        """ARNs of the composite alarms."""

    def _objective(self, watched: _Watched, objective: Objective) -> str:
        pairs = [
            f"(ALARM({self._long(watched, objective, burn)}) AND "
            f"ALARM({self._short(watched, objective, burn)}))"
            for burn in BURNS
        ]
        return cloudwatch.CfnCompositeAlarm(
            self,
            _id(watched, objective),
            alarm_description=_told(watched, objective, self._look_at),
            alarm_rule=" OR ".join(pairs),
            alarm_actions=[self._topic],
            ok_actions=[self._topic],
        ).attr_arn

    def _long(self, watched: _Watched, objective: Objective, burn: Burn) -> str:
        limit = _limit(objective, burn)
        return self._window(watched, objective, objective.lasting, limit, burn.long_s)

    def _short(self, watched: _Watched, objective: Objective, burn: Burn) -> str:
        limit = _limit(objective, burn)
        return self._window(watched, objective, objective.bad, limit, burn.short_s)

    def _window(
        self, watched: _Watched, objective: Objective, share: str, limit: float, seconds: int
    ) -> str:
        """The quoted name of an alarm on one window, which slides: CloudWatch looks each minute."""
        used = [n for n in objective.numbers if re.search(rf"\b{n.id}\b", share)]
        alarm = cloudwatch.CfnAlarm(
            self,
            _id(watched, objective, seconds),
            alarm_description=f"{watched.called}: {objective.name} broken by over {limit:g} % of "
            f"the requests of {window_name(seconds)}. Tells nobody: a composite alarm does.",
            comparison_operator="GreaterThanThreshold",
            threshold=limit,
            evaluation_periods=1,
            treat_missing_data="notBreaching",
            metrics=[
                Query(id="bad", expression=share, label=f"{objective.name} broken (%)"),
                *[_query(watched, number, seconds) for number in used],
            ],
        )
        return f'"{alarm.ref}"'


def _is_managed(variant: ServedVariant, find: Find) -> bool:
    return isinstance(find(variant.model).container, ManagedImage)


def _query(watched: _Watched, number: Number, seconds: int) -> Query:
    found = variant_dimensions(watched.endpoint_name, watched.variant)
    metric = Metric(
        namespace=number.namespace,
        metric_name=number.metric,
        dimensions=[Dimension(name=name, value=value) for name, value in found.items()],
    )
    statistic = Statistic(metric=metric, stat=number.statistic, period=seconds)
    return Query(id=number.id, metric_stat=statistic, return_data=False)


def _id(watched: _Watched, objective: Objective, seconds: int | None = None) -> str:
    """`TtftP95`, or `TtftP95Over5Minutes`: CloudFormation makes the alarm's name of it."""
    window = "" if seconds is None else f"-over-{window_name(seconds)}"
    words = re.split("[-_ ]", f"{objective.name}{window}")
    return part_of_variant(watched.variant, "".join(word.capitalize() for word in words))


def _told(watched: _Watched, objective: Objective, look_at: str) -> str:
    """What somebody reads who has just been woken."""
    speeds = [
        f"over {_limit(objective, burn):g} % of the requests of the last "
        f"{window_name(burn.long_s)} and {window_name(burn.short_s)} "
        f"(a budget for {BUDGET_DAYS} days then lasts {burn.days_left:.0f})"
        for burn in BURNS
    ]
    return (
        f"{watched.called} breaks its objective {objective.name}: {objective.promise}. "
        f"Broken by {', or '.join(speeds)}. Look at {look_at}"
    )


def _limit(objective: Objective, burn: Burn) -> float:
    """Share of bad requests, in %, at which the budget burns that fast."""
    return round(burn.factor * objective.budget, 6)
