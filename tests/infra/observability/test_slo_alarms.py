from typing import Any

import pytest

from infra.observability.slo_alarms import SloAlarms
from tests.infra.config.samples import Tree, small_endpoint
from tests.infra.observability.boards import find
from tests.infra.observability.conftest import Resources, endpoint, synthesize

SLO = {"ttft_p95": "800ms", "error_rate": "1%"}
FAST, SLOW = 14.4 * 5, 6 * 5
LIMITS = {"Over1Hour": FAST, "Over5Minutes": FAST, "Over6Hours": SLOW, "Over30Minutes": SLOW}
PERIODS = {"Over1Hour": 3600, "Over5Minutes": 300, "Over6Hours": 21600, "Over30Minutes": 1800}


def alarms_of(tree: Tree, topic: str) -> Resources:
    return synthesize(
        lambda stack: SloAlarms(
            stack,
            "chat",
            environment="dev",
            region="eu-west-1",
            endpoint="chat",
            settings=endpoint(tree),
            find=find,
            topic_arn=topic,
        )
    )


@pytest.fixture(scope="module")
def alarms(topic: str) -> Resources:
    return alarms_of(small_endpoint(slo=SLO), topic)


def named(alarms: Resources, kind: str, name: str) -> dict[str, Any]:
    found = {key: row for key, row in alarms.items() if row["Type"].endswith(f"::{kind}")}
    (properties,) = [row["Properties"] for key, row in found.items() if key[:-8] == f"chat{name}"]
    return properties  # type: ignore[no-any-return]  # JSON


def rule(alarm: dict[str, Any]) -> str:
    parts = alarm["AlarmRule"]["Fn::Join"][1]
    return "".join(part if isinstance(part, str) else part["Ref"][:-8] for part in parts)


def test_endpoint_without_objectives_has_none(topic: str) -> None:
    assert alarms_of(small_endpoint(), topic) == {}


@pytest.mark.parametrize("name", ["TtftP95", "ErrorRate"])
def test_both_windows_of_either_speed_must_burn(alarms: Resources, name: str) -> None:
    assert rule(named(alarms, "CompositeAlarm", name)) == (
        f'(ALARM("chat{name}Over1Hour") AND ALARM("chat{name}Over5Minutes")) OR '
        f'(ALARM("chat{name}Over6Hours") AND ALARM("chat{name}Over30Minutes"))'
    )


@pytest.mark.parametrize(("window", "limit"), list(LIMITS.items()))
def test_limit_is_the_speed_times_the_budget(alarms: Resources, window: str, limit: float) -> None:
    assert named(alarms, "Alarm", f"TtftP95{window}")["Threshold"] == limit


@pytest.mark.parametrize(("window", "period"), list(PERIODS.items()))
def test_all_metrics_of_an_alarm_share_its_window(
    alarms: Resources, window: str, period: int
) -> None:
    alarm = named(alarms, "Alarm", f"TtftP95{window}")
    periods = {row["MetricStat"]["Period"] for row in alarm["Metrics"] if "MetricStat" in row}
    assert (periods, alarm["EvaluationPeriods"]) == ({period}, 1)


def test_only_the_composite_alarm_tells(alarms: Resources, topic: str) -> None:
    telling = {key[:-8] for key, row in alarms.items() if "AlarmActions" in row["Properties"]}
    assert telling == {"chatTtftP95", "chatErrorRate"}
    composite = named(alarms, "CompositeAlarm", "ErrorRate")
    assert (composite["AlarmActions"], composite["OKActions"]) == ([topic], [topic])


def test_silence_is_no_alarm(alarms: Resources) -> None:
    metric_alarms = [row for row in alarms.values() if row["Type"].endswith("::Alarm")]
    assert {row["Properties"]["TreatMissingData"] for row in metric_alarms} == {"notBreaching"}


def test_long_window_needs_more_than_a_few_bad_requests(alarms: Resources) -> None:
    long, *numbers = named(alarms, "Alarm", "TtftP95Over1Hour")["Metrics"]
    assert long["Expression"] == "IF(requests * (100 - good) / 100 > 2.5, 100 - good, 0)"
    assert {row["Id"]: row["MetricStat"]["Stat"] for row in numbers} == {
        "good": "PR(:800)",
        "requests": "SampleCount",
    }


def test_short_window_asks_for_no_metric_that_it_does_not_need(alarms: Resources) -> None:
    short, *numbers = named(alarms, "Alarm", "TtftP95Over5Minutes")["Metrics"]
    assert (short["Expression"], len(numbers)) == ("100 - good", 1)


def test_whoever_is_woken_reads_what_is_broken_and_where_to_look(alarms: Resources) -> None:
    assert named(alarms, "CompositeAlarm", "TtftP95")["AlarmDescription"] == (
        "dev-chat breaks its objective ttft_p95: 95 % of the streamed requests begin within 800ms."
        " Broken by over 72 % of the requests of the last 1 hour and 5 minutes (a budget for 30 "
        "days then lasts 2), or over 30 % of the requests of the last 6 hours and 30 minutes (a "
        "budget for 30 days then lasts 5). Look at https://eu-west-1.console.aws.amazon.com/"
        "cloudwatch/home?region=eu-west-1#dashboards/dashboard/lockgate-dev"
    )


def test_each_variant_has_its_own(topic: str) -> None:
    variants = {"blue": {"model": "small@1"}, "green": {"model": "small@1"}}
    tree = {"kind": "realtime", "instance": "ml.m5.large", "slo": {"error_rate": "1%"}}
    alarms = alarms_of({**tree, "variants": variants}, topic)
    composites = [row for row in alarms.values() if row["Type"].endswith("::CompositeAlarm")]
    told = [row["Properties"]["AlarmDescription"].split(" breaks")[0] for row in composites]
    assert told == ["dev-chat, variant blue", "dev-chat, variant green"]


def test_shadow_has_none_because_nobody_sees_its_answers(topic: str) -> None:
    shadow = {"model": "small@1"}
    alarms = alarms_of(small_endpoint(slo={"error_rate": "1%"}, shadow=shadow), topic)
    assert len(alarms) == 5
