"""What is computed again from stored records is what CloudWatch has, and fills its gaps once."""

from datetime import UTC, datetime, timedelta

import pytest

from functions.metrics.envelope import open_envelope
from functions.metrics.keys import record_key
from lockgate.aws import Target
from lockgate.metric_data import Span
from lockgate.replay.comparison import Comparison
from lockgate.replay.function import Minute, ReplayFunction
from lockgate.replay.job import Job
from lockgate.replay.publishing import settled
from lockgate.variant_key import VariantKey
from tests.e2e.conftest import Project
from tests.functions.metrics.samples import envelope, event, packed
from tests.local.conftest import REGION
from tests.local.polling import until
from tests.observability.lines import line
from tests.observability.stage.load import Client, known_requests
from tests.observability.stage.outputs import output

pytestmark = pytest.mark.local_aws
KEYS = [VariantKey("local-talk", variant) for variant in ("a", "b")]
MINUTE = timedelta(minutes=1)


def job(project: Project) -> Job:
    """A replay of the last hours, which are settled but for the last seven."""
    target = Target(REGION, project.aws.url)
    function = ReplayFunction(target.client("lambda"), output(project, "ReplayFunctionName"))
    end = datetime.now(UTC).replace(second=0, microsecond=0) + MINUTE
    span = Span(end - timedelta(hours=9), end)
    return Job(target, function, target.client("cloudwatch"), KEYS, span)


def is_equal(comparisons: list[Comparison]) -> bool:
    return not any(one.missing or one.differences for one in comparisons)


def test_records_say_what_cloudwatch_has(observed: Project) -> None:
    client = Client(observed, "talk")
    client.ask_all(known_requests(200))
    until(lambda: is_equal(job(observed).compare()))
    found = {one.key: one for one in job(observed).compare()}
    for key in KEYS:
        assert found[key].recorded["Requests"] >= client.sums(key.variant)["Requests"] > 0
        assert found[key].recorded == found[key].published


def lose(project: Project, at: datetime) -> Minute:
    """Let there be a stored record of a minute that was never published."""
    messages = [line(time=(at + timedelta(seconds=s)).isoformat()) for s in (1, 2, 59)]
    group = "/aws/sagemaker/Endpoints/local-talk"
    data = packed(envelope([event(one) for one in messages], logGroup=group))
    key = record_key(at.timestamp(), open_envelope(data).identity)
    bucket = output(project, "RecordsBucketName")
    project.aws.client("s3").put_object(Bucket=bucket, Key=key, Body=data)
    return Minute(at, KEYS[0])


def missing(project: Project) -> list[Minute]:
    return [minute for one in job(project).compare() for minute in one.missing]


def test_what_cloudwatch_lacks_is_published_once(observed: Project) -> None:
    now = datetime.now(UTC)
    lost = lose(observed, now.replace(second=0, microsecond=0) - timedelta(hours=8))
    assert settled(missing(observed), now=now) == [lost]
    assert job(observed).publish([lost]) == 1
    until(lambda: is_equal(job(observed).compare()))
    assert missing(observed) == []
