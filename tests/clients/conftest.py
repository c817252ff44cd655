"""Clients that others wrote, each in a virtual environment of its own, against a local AWS."""

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.config.artifacts import default_cache
from lockgate.local.containers.virtual_environment import build_environment
from tests.local.conftest import REGION, ROOT, LocalAws, running

HERE = Path(__file__).parent
Ask = Callable[..., Any]
IMAGE = f"000000000000.dkr.ecr.{REGION}.amazonaws.com/lockgate/llamacpp:tested"
ROLE = "arn:aws:iam::000000000000:role/execution"
VARIANT = {
    "VariantName": "primary",
    "ModelName": "smollm2",
    "InstanceType": "ml.c5.large",
    "InitialInstanceCount": 1,
}
OUTPUT = {"OutputConfig": {"S3OutputPath": "s3://results/out/"}}


@pytest.fixture(scope="session")
def aws(model_file: Path) -> Iterator[LocalAws]:
    """A local AWS with the endpoints `chat`, which is real-time, and `later`, which is async."""
    with running(ROOT, default_cache(os.environ)) as local:
        make_model(local, model_file)
        make_endpoint(local, "chat")
        make_endpoint(local, "later", AsyncInferenceConfig=OUTPUT)
        for name in ("chat", "later"):
            waiter = local.client("sagemaker").get_waiter("endpoint_in_service")
            waiter.wait(EndpointName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 600})
        yield local


def make_model(aws: LocalAws, weights: Path) -> None:
    s3 = aws.client("s3")
    for bucket in ("weights", "results"):
        location = {"LocationConstraint": REGION}
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=location)
    s3.upload_file(str(weights), "weights", "smollm2.gguf")
    where = {
        "S3Uri": "s3://weights/smollm2.gguf",
        "S3DataType": "S3Object",
        "CompressionType": "None",
    }
    aws.client("sagemaker").create_model(
        ModelName="smollm2",
        ExecutionRoleArn=ROLE,
        PrimaryContainer={
            "Image": IMAGE,
            "ModelDataSource": {"S3DataSource": where},
            "Environment": {
                "LOCKGATE_MODEL_NAME": "smollm2",
                "LOCKGATE_MODEL_ALIASES": "chat",  # as the app sets it: LiteLLM asks for it
                "LOCKGATE_CONTEXT_LENGTH": "512",
            },
        },
    )


def make_endpoint(aws: LocalAws, name: str, **config: Any) -> None:
    sagemaker = aws.client("sagemaker")
    sagemaker.create_endpoint_config(
        EndpointConfigName=name, ProductionVariants=[VARIANT], **config
    )
    sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=name)


async def asking(client: str, script: str, aws: LocalAws) -> Ask:
    """A function that runs a script of a client and returns the JSON that it prints last."""
    folder = HERE / client
    environments = default_cache(os.environ) / "environments"
    environments.mkdir(parents=True, exist_ok=True)
    requirements = [folder / "requirements.txt"]
    environment = await build_environment(requirements, folder=environments, report=print)
    variables = {
        "AWS_ENDPOINT_URL": aws.url,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION_NAME": REGION,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "LITELLM_LOCAL_MODEL_COST_MAP": "True",  # without it LiteLLM asks the internet at import
        "SAGEMAKER_SUPPRESS_V2_WARNING": "1",
    }

    def ask(*arguments: str) -> Any:
        command = [str(environment / "bin" / "python"), str(folder / script), *arguments]
        done = subprocess.run(
            command, env=os.environ | variables, text=True, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return ask
