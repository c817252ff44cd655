"""Multi-model endpoints of real containers, behind unmodified boto3 clients."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lockgate.local.sagemaker.runtime.limits import Limits
from tests.local.containers_project import Bucket, running, write_project
from tests.local.in_process import InProcess
from tests.local.sagemaker.containers import (
    create_config,
    create_endpoint,
    create_model,
    eventually,
    invoke,
    lines,
    metrics,
)

Serve = Callable[..., InProcess]


@pytest.fixture
def bucket() -> Bucket:
    """A bucket with the models a, b and c."""
    filled = Bucket()
    for name in ("a", "b", "c"):
        filled.put_archive(f"all/{name}.tar.gz", weight="40")
    return filled


@pytest.fixture
def serve(tmp_path: Path, cache: Path, bucket: Bucket) -> Iterator[Serve]:
    """Starts the services with a multi-model endpoint `chat`; its containers hold two models."""
    root = write_project(tmp_path)
    with ExitStack() as stack:

        def start(
            *,
            count: int = 1,
            setting: str = "Enabled",
            limits: Limits | None = None,
            **environment: str,
        ) -> InProcess:
            aws = stack.enter_context(running(root, cache, bucket, limits=limits))
            create_model(
                aws,
                image="many",
                Mode="MultiModel",
                ModelDataUrl="s3://models/all/",
                MultiModelConfig={"ModelCacheSetting": setting},
                Environment=environment,
            )
            create_config(aws, InstanceType="ml.c5.large", InitialInstanceCount=count)
            assert create_endpoint(aws)["EndpointStatus"] == "InService"
            return aws

        yield start


def ask(aws: InProcess, model: str, body: object = None) -> Any:
    return invoke(aws, body, TargetModel=f"{model}.tar.gz")


def answers(aws: InProcess, model: str) -> bool:
    """Whether a model answers within the time of an invocation."""
    with suppress(aws.runtime.exceptions.ModelNotReadyException):
        return bool(ask(aws, model)["target"])
    return False


def told(aws: InProcess) -> list[str]:
    """What the containers were told to load and unload."""
    return [line for line in lines(aws) if line.startswith(("load", "unload"))]


def test_a_model_is_loaded_on_its_first_use(serve: Serve) -> None:
    aws = serve()
    answer = ask(aws, "a")
    assert (answer["target"], answer["weight"]) == ("a.tar.gz", "40")
    assert answer["url"].endswith("/model")
    measured = metrics(aws)
    assert (measured["ModelCacheHit"], measured["LoadedModelCount"]) == (0, 1)
    assert {"ModelLoadingWaitTime", "ModelDownloadingTime", "ModelLoadingTime"} <= set(measured)


def test_a_loaded_model_answers_at_once(serve: Serve) -> None:
    aws = serve()
    ask(aws, "a")
    ask(aws, "a")
    assert metrics(aws)["ModelCacheHit"] == 1
    eventually(lambda: told(aws))
    assert told(aws) == ["load a.tar.gz"]


def test_a_second_model_is_loaded_beside_the_first(serve: Serve) -> None:
    aws = serve()
    ask(aws, "a")
    assert ask(aws, "b")["loaded"] == 2


def test_a_model_that_is_published_later_needs_no_deployment(serve: Serve, bucket: Bucket) -> None:
    aws = serve()
    bucket.put_archive("all/later.tar.gz", weight="1")
    assert ask(aws, "later")["weight"] == "1"


def test_an_unknown_model_is_a_validation_error(serve: Serve) -> None:
    message = (
        r"Failed to download model data\(bucket: models, key: all/none.tar.gz\). Please ensure that"
    )
    with pytest.raises(ClientError, match=message) as raised:
        ask(serve(), "none")
    assert raised.value.response["Error"]["Code"] == "ValidationError"


def test_an_unknown_model_can_be_published_afterwards(serve: Serve, bucket: Bucket) -> None:
    aws = serve()
    with pytest.raises(ClientError):
        ask(aws, "none")
    bucket.put_archive("all/none.tar.gz", weight="1")
    assert ask(aws, "none")["weight"] == "1"


def test_an_archive_that_cannot_be_unpacked_is_told(serve: Serve, bucket: Bucket) -> None:
    bucket.objects["all/odd.tar.gz"] = b"no archive"
    with pytest.raises(ClientError, match=r"all/odd.tar.gz\)\. .*no tar.gz that can be unpacked"):
        ask(serve(), "odd")


def test_a_request_without_a_target_model_is_refused(serve: Serve) -> None:
    with pytest.raises(ClientError, match="is missing a target model header"):
        invoke(serve())


def test_a_model_that_does_not_load_is_a_model_error(serve: Serve, bucket: Bucket) -> None:
    bucket.put_archive("all/odd.tar.gz", weight="broken")
    aws = serve()
    with pytest.raises(ClientError) as raised:
        ask(aws, "odd")
    assert raised.value.response["OriginalStatusCode"] == 400
    assert "the weights are broken" in raised.value.response["OriginalMessage"]
    assert metrics(aws)["Invocation4XXErrors"] == 1


def test_the_least_recently_used_model_makes_room(serve: Serve) -> None:
    aws = serve()
    for name in ("a", "b", "a", "c"):
        ask(aws, name)
    assert metrics(aws)["ModelUnloadingTime"] > 0
    assert ask(aws, "a")["loaded"] == 2
    eventually(lambda: "unload b.tar.gz" in told(aws))
    assert "unload a.tar.gz" not in told(aws)


def test_a_model_that_no_memory_suffices_for_is_a_model_error(serve: Serve, bucket: Bucket) -> None:
    bucket.put_archive("all/huge.tar.gz", weight="101")
    aws = serve()
    ask(aws, "a")
    with pytest.raises(ClientError, match=r"Received server error \(507\)"):
        ask(aws, "huge")


def test_an_unloaded_model_is_loaded_again_from_disk(serve: Serve, bucket: Bucket) -> None:
    aws = serve()
    for name in ("a", "b", "c"):
        ask(aws, name)
    bucket.put_archive("all/a.tar.gz", weight="41")  # AWS does not read it again either
    assert ask(aws, "a")["weight"] == "40"


def test_a_container_that_unloaded_a_model_by_itself_gets_it_again(serve: Serve) -> None:
    aws = serve()
    ask(aws, "a", b"forget")
    assert ask(aws, "a")["loaded"] == 1


def test_without_a_cache_a_model_is_unloaded_and_deleted_after_its_use(
    serve: Serve, bucket: Bucket
) -> None:
    aws = serve(setting="Disabled")
    ask(aws, "a")
    eventually(lambda: told(aws) == ["load a.tar.gz", "unload a.tar.gz"])
    bucket.put_archive("all/a.tar.gz", weight="41")
    assert ask(aws, "a")["weight"] == "41"


def test_concurrent_first_uses_load_a_model_once(
    serve: Serve, bucket: Bucket, tmp_path: Path
) -> None:
    bucket.put_archive("all/slow.tar.gz", weight="slow")
    gate = tmp_path / "gate"
    aws = serve(GATE=str(gate))
    with ThreadPoolExecutor() as pool:
        answers = [pool.submit(ask, aws, "slow") for _ in range(3)]
        eventually(lambda: told(aws))
        gate.touch()
        assert {one.result()["loaded"] for one in answers} == {1}
    assert told(aws) == ["load slow.tar.gz"]


def test_a_load_that_takes_longer_than_an_invocation_may_goes_on(
    serve: Serve, bucket: Bucket, tmp_path: Path
) -> None:
    bucket.put_archive("all/slow.tar.gz", weight="slow")
    gate = tmp_path / "gate"
    aws = serve(limits=Limits(plain_s=1), GATE=str(gate))
    with pytest.raises(ClientError) as raised:
        ask(aws, "slow")
    assert raised.value.response["Error"]["Code"] == "ModelNotReadyException"
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 429
    gate.touch()
    eventually(lambda: answers(aws, "slow"))
    assert told(aws) == ["load slow.tar.gz"]


def test_models_spread_over_instances_and_stay_where_they_are(serve: Serve) -> None:
    aws = serve(count=2)
    first, second = ask(aws, "a")["pid"], ask(aws, "b")["pid"]
    assert first != second
    assert (ask(aws, "a")["pid"], ask(aws, "b")["pid"]) == (first, second)


def test_an_endpoint_of_one_model_takes_no_target_model(
    tmp_path: Path, cache: Path, bucket: Bucket
) -> None:
    with running(write_project(tmp_path), cache, bucket) as aws:
        create_model(aws)
        create_config(aws, InstanceType="ml.c5.large", InitialInstanceCount=1)
        create_endpoint(aws)
        with pytest.raises(ClientError, match="chat is not a multi-model endpoint and does not"):
            ask(aws, "a")


def test_an_image_without_the_label_is_refused(tmp_path: Path, cache: Path) -> None:
    with running(write_project(tmp_path), cache, Bucket()) as aws:
        message = (
            r"Your Ecr Image .*/lockgate/echo:1 does not contain required "
            r"com.amazonaws.sagemaker.capabilities.multi-models=true Docker label\(s\)"
        )
        with pytest.raises(ClientError, match=message):
            create_model(aws, Mode="MultiModel", ModelDataUrl="s3://models/all/")


def test_a_managed_image_cannot_host_many_models_here(tmp_path: Path, cache: Path) -> None:
    image = "763104351884.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-tritonserver:24.09-py3"
    with running(write_project(tmp_path), cache, Bucket()) as aws:
        create_model(aws, Image=image, Mode="MultiModel", ModelDataUrl="s3://models/all/")
        create_config(aws, InstanceType="ml.g5.xlarge", InitialInstanceCount=1)
        described = create_endpoint(aws)
    assert described["EndpointStatus"] == "Failed"
    assert "a stand-in cannot read the models" in described["FailureReason"]


def test_requests_to_its_models_are_captured(serve: Serve) -> None:
    aws = serve()
    (variant,) = aws.sagemaker.describe_endpoint_config(EndpointConfigName="config")[
        "ProductionVariants"
    ]
    capture = {
        "InitialSamplingPercentage": 100,
        "DestinationS3Uri": "s3://data",
        "CaptureOptions": [{"CaptureMode": "Input"}],
    }
    aws.sagemaker.create_endpoint_config(
        EndpointConfigName="captured", ProductionVariants=[variant], DataCaptureConfig=capture
    )
    aws.sagemaker.update_endpoint(EndpointName="chat", EndpointConfigName="captured")
    assert aws.settle("chat")["DataCaptureConfig"]["CaptureStatus"] == "Started"
    ask(aws, "a", {"prompt": "hi"})
    aws.run(aws.service.captures.flush())
    ((content, _),) = aws.storage.objects.values()
    assert list(json.loads(content)["captureData"]) == ["endpointInput"]
