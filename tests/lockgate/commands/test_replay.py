from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from lockgate.cli import app
from lockgate.replay.function import Minute
from tests.lockgate.fake_metrics import FakeMetrics
from tests.lockgate.fakes import FakeStacks, install
from tests.lockgate.replay.samples import CHAT, FakeFunction, answered

AT = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(hours=8)
STACK = FakeStacks("lockgate-dev-observability", ReplayFunctionName="replay")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["replay", "dev", *arguments])


@pytest.fixture
def function(project_root: Path, monkeypatch: pytest.MonkeyPatch) -> FakeFunction:
    """An environment whose records have one minute, of which CloudWatch has nothing."""
    fake = FakeFunction(answered(Minute(AT, CHAT), requests=3, completion_tokens=90))
    services = {"lambda": fake, "cloudwatch": FakeMetrics(), "cloudformation": STACK}
    install(monkeypatch, **services)
    return fake


def test_missing_minute_is_told_with_the_command_that_publishes_it(function: FakeFunction) -> None:
    result = run("--from", "9h")

    assert "1 missing" in result.stdout
    assert "lockgate replay dev --from 9h --to now --publish" in result.stdout
    assert all(event["publish"] is None for event in function.events)


def test_missing_minute_is_published(function: FakeFunction) -> None:
    result = run("--from", "9h", "--publish")

    assert "1 minute published to CloudWatch" in result.stdout
    assert [event["publish"][0]["minute"] for event in function.events if event["publish"]] == [
        f"{AT:%Y-%m-%dT%H:%M:%SZ}"
    ]


def test_minute_that_was_published_before_is_told(function: FakeFunction) -> None:
    run("--from", "9h", "--publish")

    again = run("--from", "9h", "--publish").stdout

    assert "0 minutes published to CloudWatch" in again
    assert "1 minute by an earlier replay" in again


def test_minute_that_may_be_on_its_way_is_not_published(function: FakeFunction) -> None:
    young = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=3)
    function.minutes = (answered(Minute(young, CHAT), requests=1),)

    result = run("--from", "9h", "--publish")

    assert "1 minute of the last 7 hours may be on the way still" in result.stdout
    assert "Nothing is missing that could be published." in result.stdout


def test_minute_with_other_figures_is_named_and_left_alone(
    function: FakeFunction, monkeypatch: pytest.MonkeyPatch
) -> None:
    metrics = FakeMetrics()
    metrics.put("Requests", 4, *CHAT, at=AT)
    install(monkeypatch, **{"lambda": function, "cloudwatch": metrics, "cloudformation": STACK})

    result = run("--from", "9h", "--publish")

    assert "Requests: 3 recorded, 4 in CloudWatch" in result.stdout
    assert "CloudWatch adds and never replaces" in result.stdout
    assert not any(event["publish"] for event in function.events)


def test_each_hour_is_announced(function: FakeFunction) -> None:
    assert "hour 1 of " in run("--from", "9h").stderr


def test_time_without_requests_says_so(function: FakeFunction) -> None:
    function.minutes = ()

    assert "Neither the records nor CloudWatch have a request" in run("--from", "9h").stdout


def test_range_that_cannot_be_is_a_mistake(function: FakeFunction) -> None:
    assert "is not before --to" in str(run("--from", "1h", "--to", "2h").exception)


def test_environment_that_is_not_deployed_says_how(
    project_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, cloudformation=FakeStacks("another"))

    assert str(run("--from", "9h").exception) == (
        "the observability of dev is not deployed in eu-west-1 "
        "(no stack lockgate-dev-observability); deploy it: lockgate deploy dev"
    )
