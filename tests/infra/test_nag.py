from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_s3 as s3

from infra.nag import acknowledge, check_with_nag, written
from infra.synthesis import new_app
from tests.infra.conftest import context, house_stages

REASON = "a test"


@pytest.fixture
def app() -> cdk.App:
    return new_app()


def test_finding_that_nobody_acknowledged_fails_the_synth(app: cdk.App) -> None:
    bucket = s3.Bucket(cdk.Stack(app, "Stack"), "Bucket", enforce_ssl=True)
    acknowledge(bucket, {"AwsSolutions-S2": REASON})
    check_with_nag(app)
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()


def test_acknowledged_finding_passes(app: cdk.App) -> None:
    bucket = s3.Bucket(cdk.Stack(app, "Stack"), "Bucket", enforce_ssl=True)
    acknowledge(bucket, {"AwsSolutions-S1": REASON})
    check_with_nag(app)
    app.synth()


def test_references_are_written_as_cdk_nag_writes_them(app: cdk.App) -> None:
    stack = cdk.Stack(app, "Stack")
    bucket = s3.CfnBucket(stack, "Bucket")
    assert written(stack, f"{bucket.attr_arn}/a/*") == "<Bucket.Arn>/a/*"
    assert written(stack, f"{bucket.ref}/b") == "<Bucket>/b"
    assert written(stack, cdk.Fn.import_value("name")) == "name"


def test_cdk_nag_accepts_every_kind_of_endpoint(house_root: Path, tmp_path: Path) -> None:
    app = new_app(out=str(tmp_path), context=context())
    house_stages(app, house_root, only=["kinds"])
    check_with_nag(app)
    app.synth()
    assert (tmp_path / "assembly-kinds").is_dir()
