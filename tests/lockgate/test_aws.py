from pathlib import Path

import pytest
from botocore.exceptions import ClientError, NoCredentialsError

from infra.config.environment import Environment
from lockgate.aws import Target, _session, readable_errors, target_of
from lockgate.errors import CommandError
from lockgate.local.state import LocalState, StateFolder

LOCAL = Environment(account="000000000000", region="eu-west-1", images="local")
REAL = Environment(account="111122223333", region="us-east-1")


def test_environment_without_image_builds_lives_in_the_local_aws(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path)
    with folder.lock():
        folder.write(LocalState(1, 4566, "http://localhost:4566", "now"))

        assert target_of(LOCAL, tmp_path) == Target("eu-west-1", "http://localhost:4566")


def test_local_aws_that_does_not_run_is_an_error_with_the_command(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="not running; start it: lockgate local up --detach"):
        target_of(LOCAL, tmp_path)


def test_other_environments_live_in_the_real_aws(tmp_path: Path) -> None:
    assert target_of(REAL, tmp_path) == Target("us-east-1")


def test_missing_credentials_say_how_to_sign_in() -> None:
    message = "no AWS credentials were found; sign in: aws sso"

    with pytest.raises(CommandError, match=message), readable_errors(Target("us-east-1")):
        raise NoCredentialsError


def test_refusal_gives_code_and_message() -> None:
    refusal = ClientError({"Error": {"Code": "Throttling", "Message": "slow down"}}, "X")

    message = "AWS answered Throttling: slow down"

    with pytest.raises(CommandError, match=message), readable_errors(Target("us-east-1")):
        raise refusal


def test_buckets_of_the_local_aws_are_part_of_the_path() -> None:
    client = Target("eu-west-1", "http://localhost:4566").client("s3")

    url = client.generate_presigned_url("get_object", Params={"Bucket": "ours", "Key": "a"})

    assert url.startswith("http://localhost:4566/ours/a?")


def test_local_aws_is_not_asked_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")

    client = Target("eu-west-1", "http://localhost:4566").client("sts")

    assert (
        client._endpoint.http_session._proxy_config.proxy_url_for("http://localhost:4566") is None
    )


@pytest.fixture
def unknown_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    _session.cache_clear()


@pytest.mark.usefixtures("unknown_profile")
def test_local_aws_needs_no_profile() -> None:
    assert Target("eu-west-1", "http://localhost:4566").client("sts").meta.region_name


@pytest.mark.usefixtures("unknown_profile")
def test_profile_that_does_not_exist_is_named() -> None:
    with pytest.raises(CommandError, match=r"AWS_PROFILE: .*\(production\).*list-profiles"):
        Target("eu-west-1").client("sts")


@pytest.mark.parametrize(("url", "place"), [(None, "eu-west-1"), ("http://x", "the local AWS")])
def test_place_is_what_people_call_it(url: str | None, place: str) -> None:
    assert Target("eu-west-1", url).place == place
