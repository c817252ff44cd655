from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from functions.image_build.build import BuildFailedError, ask_build, start_build
from functions.image_build.request import BuildRequest

REQUEST = BuildRequest("project", "repository", "abc", "token-1")
LOOK_UP = {"repositoryName": "repository", "imageIds": [{"imageTag": "abc"}]}
START = {
    "projectName": "project",
    "idempotencyToken": "token-1",
    "environmentVariablesOverride": [{"name": "TAG", "value": "abc", "type": "PLAINTEXT"}],
}


def stubbed(service: str) -> Stubber:
    client: Any = boto3.client(service, region_name="eu-west-1")
    return Stubber(client)


@pytest.fixture
def codebuild() -> Iterator[Stubber]:
    with stubbed("codebuild") as stub:
        yield stub
    stub.assert_no_pending_responses()


@pytest.fixture
def ecr() -> Iterator[Stubber]:
    with stubbed("ecr") as stub:
        yield stub
    stub.assert_no_pending_responses()


def test_missing_image_starts_a_build(codebuild: Stubber, ecr: Stubber) -> None:
    ecr.add_client_error("describe_images", "ImageNotFoundException", expected_params=LOOK_UP)
    codebuild.add_response("start_build", {"build": {"id": "project:1"}}, START)
    assert start_build(REQUEST, codebuild.client, ecr.client) == "project:1"


def test_existing_image_is_not_built_again(codebuild: Stubber, ecr: Stubber) -> None:
    ecr.add_response("describe_images", {"imageDetails": []}, LOOK_UP)
    assert start_build(REQUEST, codebuild.client, ecr.client) == ""


def test_other_errors_of_the_repository_are_not_hidden(codebuild: Stubber, ecr: Stubber) -> None:
    ecr.add_client_error("describe_images", "RepositoryNotFoundException")
    with pytest.raises(ClientError, match="RepositoryNotFoundException"):
        start_build(REQUEST, codebuild.client, ecr.client)


@pytest.mark.parametrize(("status", "done"), [("IN_PROGRESS", False), ("SUCCEEDED", True)])
def test_build_is_done_once_it_has_succeeded(codebuild: Stubber, status: str, done: bool) -> None:
    builds = {"builds": [{"id": "project:1", "buildStatus": status}]}
    codebuild.add_response("batch_get_builds", builds, {"ids": ["project:1"]})
    assert ask_build("project:1", codebuild.client) is done


def test_failed_build_names_its_phase_and_links_to_its_log(codebuild: Stubber) -> None:
    build = {
        "id": "project:1",
        "buildStatus": "FAILED",
        "phases": [
            {"phaseType": "PRE_BUILD", "phaseStatus": "SUCCEEDED"},
            {
                "phaseType": "BUILD",
                "phaseStatus": "FAILED",
                "contexts": [{"message": "docker build: exit status 1"}],
            },
        ],
        "logs": {"deepLink": "https://console.aws.amazon.com/log-of-1"},
    }
    codebuild.add_response("batch_get_builds", {"builds": [build]})
    message = (
        "image build project:1 ended as FAILED; BUILD: docker build: exit status 1; "
        "log: https://console.aws.amazon.com/log-of-1"
    )
    with pytest.raises(BuildFailedError, match=f"^{message}$"):
        ask_build("project:1", codebuild.client)


def test_stopped_build_without_a_log_says_so(codebuild: Stubber) -> None:
    builds = {"builds": [{"id": "project:1", "buildStatus": "STOPPED"}]}
    codebuild.add_response("batch_get_builds", builds)
    with pytest.raises(BuildFailedError, match="ended as STOPPED; log: none was written"):
        ask_build("project:1", codebuild.client)


def test_unknown_build_fails(codebuild: Stubber) -> None:
    codebuild.add_response("batch_get_builds", {"builds": []})
    with pytest.raises(BuildFailedError, match="knows no build project:1"):
        ask_build("project:1", codebuild.client)
