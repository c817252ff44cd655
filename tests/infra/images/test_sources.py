import json
from pathlib import Path
from typing import Any

import pytest

from infra.arns import Arns
from infra.images.context import content_tag
from infra.images.image import managed_image
from tests.infra.templates import Assembly


def image(house: Assembly, environment: str, stack: str) -> Any:
    model = house.one(environment, stack, "AWS::SageMaker::Model")
    return model["PrimaryContainer"]["Image"]


def test_built_image_is_the_environments_repository_at_the_contents_tag(
    house: Assembly, house_root: Path
) -> None:
    registry, repository, tag = image(house, "built", "file")["Fn::Join"][1]
    assert registry == "111122223333.dkr.ecr.eu-west-1.amazonaws.com/"
    assert repository["Fn::GetStackOutput"]["StackName"] == "lockgate-built-images"
    assert tag == f":{content_tag(house_root, 'llamacpp')}"


def test_built_image_is_finished_before_the_endpoint(house: Assembly) -> None:
    manifest = json.loads((house.folder / "assembly-built/manifest.json").read_text("utf-8"))
    artifacts = manifest["artifacts"]
    (endpoint,) = [key for key in artifacts if key.startswith("builtfile") and "." not in key]
    assert [key for key in artifacts[endpoint]["dependencies"] if key.startswith("builtimages")]


def test_docker_image_is_an_asset_built_from_the_project(house: Assembly) -> None:
    (path,) = (house.folder / "assembly-docker").glob("dockerfolder*.assets.json")
    (asset,) = json.loads(path.read_text("utf-8"))["dockerImages"].values()
    assert asset["source"]["dockerFile"] == "containers/llamacpp/Dockerfile"
    context = (path.parent / asset["source"]["directory"]).resolve()
    assert (context / "inference_code" / "__main__.py").is_file()


def test_docker_image_is_one_that_sagemaker_takes_from_every_machine(house: Assembly) -> None:
    (path,) = (house.folder / "assembly-docker").glob("dockerfolder*.assets.json")
    (asset,) = json.loads(path.read_text("utf-8"))["dockerImages"].values()
    assert asset["source"]["platform"] == "linux/amd64"
    assert asset["source"]["dockerOutputs"] == ["type=docker"]


def test_docker_image_may_be_pulled(house: Assembly) -> None:
    (pull,) = [
        each
        for each in house.statements("docker", "folder")
        if "ecr:BatchGetImage" in each["Action"]
    ]
    name = "cdk-hnb659fds-container-assets-111122223333-eu-west-1"
    assert pull["Resource"] == f"arn:aws:ecr:eu-west-1:111122223333:repository/{name}"


def test_managed_image_is_the_one_of_the_region(house: Assembly) -> None:
    host = "763104351884.dkr.ecr.eu-west-1.amazonaws.com"
    assert image(house, "remote", "hub").startswith(f"{host}/vllm:0.30.0-gpu-py312-")


def test_image_outside_ecr_is_refused() -> None:
    with pytest.raises(ValueError, match=r"docker\.io/vllm:1 is not an ECR image"):
        managed_image(Arns("111122223333", "eu-west-1"), "docker.io/vllm:1")
