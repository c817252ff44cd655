from typing import Any

import pytest

from infra.config.log_patterns import OF_IMAGES, OURS
from infra.config.project import load_project
from infra.stage import answering
from tests.infra.conftest import ROOT
from tests.infra.templates import Assembly

FILTER = "AWS::Logs::SubscriptionFilter"


def patterns(house: Assembly, environment: str, stack: str) -> list[str]:
    found = house.resources(environment, stack, FILTER).values()
    return [row["FilterPattern"] for row in found]


@pytest.mark.parametrize(
    ("environment", "stack", "expected"),
    [
        ("built", "file", [OURS]),
        ("docker", "prefix", [*OF_IMAGES["djl-lmi"]]),
        ("remote", "hub", [*OF_IMAGES["vllm"]]),
        ("kinds", "split", [OURS, *OF_IMAGES["vllm"]]),
        ("kinds", "shaded", [OURS]),
        ("kinds", "chip", [*OF_IMAGES["huggingface-llm-neuronx"]]),
    ],
)
def test_lines_of_the_variants_images_are_forwarded(
    house: Assembly, environment: str, stack: str, expected: list[str]
) -> None:
    assert patterns(house, environment, stack) == expected


def test_lines_go_to_the_environments_stream_under_its_role(house: Assembly) -> None:
    found = house.one("built", "file", FILTER)
    assert "MetricsStream" in found["DestinationArn"]["Fn::ImportValue"]
    assert "MetricsStreamDeliveryRole" in found["RoleArn"]["Fn::ImportValue"]


def test_filter_waits_for_its_log_group(house: Assembly) -> None:
    found = house.one("built", "file", FILTER)
    assert found["LogGroupName"] == {"Ref": next(iter(groups(house)))}


def groups(house: Assembly) -> dict[str, dict[str, Any]]:
    return house.resources("built", "file", "AWS::Logs::LogGroup")


def test_stand_in_answers_on_the_local_aws_and_writes_its_own_lines() -> None:
    project = load_project(ROOT)
    local, dev = project.environments["local"], project.environments["dev"]
    reference = getattr(dev.endpoints["chat"], "model")  # noqa: B009  # each kind has its own type
    assert answering(project, local, reference).container == "llamacpp"
    assert answering(project, dev, reference) == project.release(reference)
