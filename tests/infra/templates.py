"""Templates of a synthesised app."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from aws_cdk.assertions import Template

REFERENCE = "arn:aws:service:::reference"
"""Stands for what CloudFormation knows later."""


class Assembly:
    """A cloud assembly on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def json(self, environment: str, stack: str) -> dict[str, Any]:
        """The template of one stack, as plain data."""
        folder = self.folder / f"assembly-{environment}"
        (path,) = folder.glob(f"{environment}{stack}*.template.json")
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return data

    @cache  # noqa: B019  # an assembly lives as long as the test session
    def template(self, environment: str, stack: str) -> Template:
        """The template of one stack, for assertions."""
        return Template.from_json(self.json(environment, stack))

    def resources(self, environment: str, stack: str, kind: str) -> dict[str, dict[str, Any]]:
        """Properties of a stack's resources of one type, by logical id."""
        found = self.json(environment, stack)["Resources"].items()
        return {name: row.get("Properties", {}) for name, row in found if row["Type"] == kind}

    def one(self, environment: str, stack: str, kind: str) -> dict[str, Any]:
        """Properties of a stack's only resource of one type."""
        (properties,) = self.resources(environment, stack, kind).values()
        return properties

    def function(self, environment: str, stack: str, name: str) -> dict[str, Any]:
        """Properties of the Lambda function whose construct has a name."""
        found = self.resources(environment, stack, "AWS::Lambda::Function").items()
        (properties,) = [row for key, row in found if key.startswith(f"{name}Function")]
        return properties

    def allowed(self, environment: str, stack: str, function: str) -> list[dict[str, Any]]:
        """Every statement of the role of a function that a deployment calls."""
        role = self.function(environment, stack, function)["Role"]["Fn::GetAtt"][0]
        (policy,) = self.resources(environment, stack, "AWS::IAM::Role")[role]["Policies"]
        found: list[dict[str, Any]] = policy["PolicyDocument"]["Statement"]
        return found

    def statements(self, environment: str, stack: str) -> list[dict[str, Any]]:
        """Every statement of a stack's identity policies, those within roles included."""
        roles = self.resources(environment, stack, "AWS::IAM::Role").values()
        within = [policy for role in roles for policy in role.get("Policies", [])]
        policies = [*within, *self.resources(environment, stack, "AWS::IAM::Policy").values()]
        return [each for policy in policies for each in policy["PolicyDocument"]["Statement"]]


def plain(value: Any, *, join: bool = False) -> Any:
    """A template's value with a text in place of each intrinsic function.

    Args:
        value: the value.
        join: whether joined texts are joined, and their references left out.
    """
    match value:
        case {"Fn::Join": [separator, list(parts)]} if join:
            return separator.join(part if isinstance(part, str) else "" for part in parts)
        case dict() if len(value) == 1 and next(iter(value)).startswith(("Fn::", "Ref")):
            return REFERENCE
        case dict():
            return {key: plain(each, join=join) for key, each in value.items()}
        case list():
            return [plain(each, join=join) for each in value]
        case _:
            return value
