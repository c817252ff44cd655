from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from infra.config.project import Project, load_project
from lockgate.local.answering import answered_by, answers, shortened
from lockgate.s3_uris import S3Uri
from tests.lockgate.fakes import refusal

TAGGED = ["iris@1"]
PLACE = S3Uri("bucket", "models/")
MANY = {"Mode": "MultiModel", "ModelDataUrl": "s3://bucket/models/"}
VARIANT = {"ModelName": "named"}


@pytest.fixture(scope="module")
def project() -> Project:
    return load_project(Path(__file__).parents[2], only={"local"})


@dataclass
class Deployed:
    """SageMaker with one endpoint configuration and its model."""

    container: dict[str, Any] = field(default_factory=lambda: MANY)
    variants: Sequence[dict[str, Any]] = (VARIANT,)

    def describe_endpoint_config(self, *, EndpointConfigName: str) -> dict[str, Any]:  # noqa: N803
        if EndpointConfigName != "config":
            raise refusal("ValidationException")
        return {"ProductionVariants": self.variants}

    def describe_model(self, *, ModelName: str) -> dict[str, Any]:  # noqa: N803
        assert ModelName == "named"
        return {"PrimaryContainer": self.container}


def not_asked(place: S3Uri) -> Sequence[str]:
    raise AssertionError(place)


def no_bucket(_: S3Uri) -> Sequence[str]:
    raise refusal("NoSuchBucket")


def test_each_published_model_of_a_multi_model_endpoint_is_named(project: Project) -> None:
    archives = {PLACE: ["iris-2.tar.gz", "mine.tar.gz"]}
    found = answered_by(Deployed(), "config", TAGGED, project, archives.__getitem__)
    assert found == ("iris@2", "mine.tar.gz")


@pytest.mark.parametrize(
    "deployed",
    [
        Deployed(container={"ModelDataUrl": "s3://bucket/model.tar.gz"}),
        Deployed(container={"ModelDataSource": {}}),
        Deployed(variants=(VARIANT, VARIANT)),
        Deployed(variants=({"VariantName": "without a model"},)),
    ],
)
def test_another_endpoint_has_what_its_tag_says(project: Project, deployed: Deployed) -> None:
    assert answered_by(deployed, "config", TAGGED, project, not_asked) == ("iris@1",)


def test_an_endpoint_without_its_configuration_has_what_its_tag_says(project: Project) -> None:
    assert answered_by(Deployed(), "deleted", TAGGED, project, not_asked) == ("iris@1",)


def test_models_that_cannot_be_listed_are_told(project: Project) -> None:
    found = answered_by(Deployed(), "config", TAGGED, project, no_bucket)
    assert found == ("iris@1", "others unknown: NoSuchBucket")


def test_of_many_models_the_first_are_named_and_the_others_counted() -> None:
    assert shortened(list("abcdefg")) == ("a", "b", "c", "d", "e", "and 2 more")
    assert shortened(list("abcde")) == ("a", "b", "c", "d", "e")


@pytest.mark.parametrize("model", ["other@1", "iris@99", "iris@x"])
def test_unknown_model_is_shown_as_it_is(project: Project, model: str) -> None:
    assert answers(model, project) == model
