"""Every template, by the schemas of CloudFormation and of SageMaker's own API."""

from pathlib import Path

import botocore.session
import pytest
from botocore.model import OperationModel
from botocore.validate import ParamValidator
from cfnlint.api import lint_file
from cfnlint.config import ManualArgs

from tests.infra.templates import Assembly, plain

IGNORED = {
    "W6001": "an endpoint's outputs say where its files are, in a bucket of another stack",
    "W3005": "CDK writes the dependency on a whole construct, references or not",
}
OPERATIONS = {
    "AWS::SageMaker::Model": ("CreateModel", "ModelName"),
    "AWS::SageMaker::EndpointConfig": ("CreateEndpointConfig", "EndpointConfigName"),
    "AWS::SageMaker::Endpoint": ("CreateEndpoint", "EndpointName"),
}
"""The API call behind each type, and the name that CloudFormation makes up."""
KINDS = ("split", "shaded", "queue", "told", "spare", "many", "chip")
ONLY_IN_UPDATES = {"RetainAllVariantProperties", "ExcludeRetainedVariantProperties"}


def findings(template: Path) -> list[str]:
    matches = lint_file(template, config=ManualArgs(ignore_checks=list(IGNORED)))
    return [str(match) for match in matches]


@pytest.mark.parametrize("assembly", ["project_assembly", "house"])
def test_cfn_lint_accepts_every_template(assembly: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(assembly).folder
    templates = sorted(folder.rglob("*.template.json"))
    assert templates
    assert [found for template in templates for found in findings(template)] == []


@pytest.fixture(scope="module")
def operations() -> dict[str, OperationModel]:
    service = botocore.session.get_session().get_service_model("sagemaker")
    return {kind: service.operation_model(name) for kind, (name, _) in OPERATIONS.items()}


@pytest.mark.parametrize("kind", OPERATIONS)
@pytest.mark.parametrize(
    ("environment", "stack"),
    [
        ("built", "file"),
        ("docker", "folder"),
        ("docker", "prefix"),
        ("remote", "hub"),
        *(
            ("kinds", name)
            for name in ("split", "shaded", "queue", "told", "spare", "many", "chip")
        ),
    ],
)
def test_properties_are_what_the_api_takes(
    house: Assembly,
    operations: dict[str, OperationModel],
    environment: str,
    stack: str,
    kind: str,
) -> None:
    name = OPERATIONS[kind][1]
    for properties in house.resources(environment, stack, kind).values():
        sent = {key: plain(properties[key]) for key in properties.keys() - ONLY_IN_UPDATES}
        shape = operations[kind].input_shape
        report = ParamValidator().validate({name: "made-up", **sent}, shape)
        assert report.generate_report() == ""
