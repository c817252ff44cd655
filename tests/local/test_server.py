import asyncio
import json
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from botocore.exceptions import ClientError

from lockgate.local import processes
from lockgate.local.server import PortInUseError, listen, report_error
from tests.local.conftest import LocalAws, running
from tests.local.polling import LIMIT_S, until
from tests.local.stacks import FAST, IMAGE, ROLE

LOG_GROUP = "/aws/sagemaker/Endpoints/talk"


def serve_endpoint(aws: LocalAws) -> None:
    """Create the endpoint `talk`."""
    client = aws.client("sagemaker")
    container = {"Image": IMAGE}
    client.create_model(ModelName="talk", PrimaryContainer=container, ExecutionRoleArn=ROLE)
    variant = {"VariantName": "primary", "ModelName": "talk", "InitialInstanceCount": 1}
    variants = [variant | {"InstanceType": "ml.c5.large"}]
    client.create_endpoint_config(EndpointConfigName="talk", ProductionVariants=variants)
    client.create_endpoint(EndpointName="talk", EndpointConfigName="talk")
    client.get_waiter("endpoint_in_service").wait(EndpointName="talk", WaiterConfig=FAST)


def container_pid(aws: LocalAws) -> int:
    client = aws.client("sagemaker-runtime")
    body = json.dumps({"do": "describe"})
    answer = client.invoke_endpoint(EndpointName="talk", Body=body)["Body"].read()
    return int(json.loads(answer)["pid"])


@pytest.fixture(scope="module")
def aws(local_aws: LocalAws) -> LocalAws:
    serve_endpoint(local_aws)
    return local_aws


def test_a_taken_port_is_named() -> None:
    taken = listen(0)
    port = taken[0].getsockname()[1]
    with pytest.raises(PortInUseError, match=f"port {port} is in use; .* with --port"):
        listen(port)
    for one in taken:
        one.close()


def test_only_the_loopback_interface_is_bound() -> None:
    sockets = listen(0)
    assert {one.getsockname()[0] for one in sockets} <= {"127.0.0.1", "::1"}
    for one in sockets:
        one.close()


@pytest.mark.parametrize(("error", "lines"), [(asyncio.CancelledError(), 0), (OSError("full"), 1)])
def test_a_connection_that_the_end_cuts_off_is_no_error(
    error: BaseException, lines: int, caplog: pytest.LogCaptureFixture
) -> None:
    loop = asyncio.new_event_loop()
    report_error(loop, {"message": "in a callback", "exception": error})
    loop.close()
    assert len(caplog.records) == lines


@pytest.mark.local_aws
def test_json_keeps_its_content_type(aws: LocalAws) -> None:
    runtime = aws.client("sagemaker-runtime")
    answer = runtime.invoke_endpoint(
        EndpointName="talk", Body=b"[1]", ContentType="application/json"
    )
    assert (answer["ContentType"], answer["Body"].read()) == ("application/json", b"[1]")


@pytest.mark.local_aws
@pytest.mark.parametrize("content_type", ["application/json", "application/x-www-form-urlencoded"])
def test_an_unsigned_invocation_is_answered_for_the_default_account(
    aws: LocalAws, content_type: str
) -> None:
    url = f"{aws.url}/endpoints/talk/invocations"
    headers = {"Content-Type": content_type}
    with urlopen(Request(url, b"[1]", headers)) as answer:  # noqa: S310 - http, of this machine
        assert answer.read() == b"[1]"


@pytest.mark.local_aws
def test_a_stream_arrives_while_it_is_made(aws: LocalAws) -> None:
    runtime = aws.client("sagemaker-runtime")
    body = json.dumps({"do": "stream_and_hang"})
    answer = runtime.invoke_endpoint_with_response_stream(EndpointName="talk", Body=body)
    event = next(iter(answer["Body"]))
    assert event["PayloadPart"]["Bytes"] == b"and then nothing"
    answer["Body"].close()


@pytest.mark.local_aws
@pytest.mark.parametrize(
    ("path", "do"),
    [("invocations", "hang"), ("invocations-response-stream", "stream_and_hang")],
)
def test_a_client_that_hangs_up_closes_the_containers_connection(
    aws: LocalAws, path: str, do: str
) -> None:
    before = log_lines(aws)
    body = json.dumps({"do": do})
    with socket.create_connection(("localhost", aws.port)) as connection:
        connection.sendall(
            f"POST /endpoints/talk/{path} HTTP/1.1\r\nHost: localhost\r\n"
            "Authorization: AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/sagemaker/"
            "aws4_request, SignedHeaders=host, Signature=0\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        until(lambda: logged(aws, "the client waits", since=before))
    until(lambda: logged(aws, "the client hung up", since=before))


def log_lines(aws: LocalAws) -> list[str]:
    events = aws.client("logs").filter_log_events(logGroupName=LOG_GROUP)["events"]
    return [event["message"] for event in events]


def logged(aws: LocalAws, line: str, *, since: list[str]) -> bool:
    """Whether the container has printed the line once more."""
    return log_lines(aws).count(line) > since.count(line)


@pytest.mark.local_aws
def test_an_operation_that_is_not_emulated_says_so(aws: LocalAws) -> None:
    with pytest.raises(ClientError, match="does not emulate sagemaker ListTrainingJobs"):
        aws.client("sagemaker").list_training_jobs()


@pytest.mark.local_aws
def test_endpoints_of_another_region_are_not_seen(aws: LocalAws) -> None:
    assert aws.client("sagemaker").list_endpoints()["Endpoints"]
    other: Any = aws.client("sagemaker")
    other.meta.events.register("before-sign", lambda request, **_: _elsewhere(request))
    assert other.list_endpoints()["Endpoints"] == []


def _elsewhere(request: Any) -> None:
    request.context["signing"] = {"region": "us-east-1", "signing_name": "sagemaker"}


@pytest.fixture
def own_aws(echo_project: Path, cache: Path) -> Iterator[LocalAws]:
    """A local AWS that the test may end."""
    with running(echo_project, cache) as aws:
        serve_endpoint(aws)
        yield aws


@pytest.mark.local_aws
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_every_container(own_aws: LocalAws, number: signal.Signals) -> None:
    pid = container_pid(own_aws)
    own_aws.process.send_signal(number)
    assert own_aws.process.wait(timeout=LIMIT_S) == 0
    assert not processes.alive([pid])


@pytest.mark.local_aws
def test_no_container_outlives_a_killed_server(own_aws: LocalAws) -> None:
    pid = container_pid(own_aws)
    own_aws.process.kill()
    own_aws.process.wait(timeout=LIMIT_S)
    assert not processes.wait_until_gone([pid], timeout_s=LIMIT_S)
