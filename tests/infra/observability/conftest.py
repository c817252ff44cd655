"""Endpoints as files say them, and stacks of one construct."""

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template
from constructs import Construct
from pydantic import TypeAdapter

from infra.config.endpoints import Endpoint

Resources = dict[str, dict[str, Any]]
READ: TypeAdapter[Endpoint] = TypeAdapter(Endpoint)


def endpoint(tree: dict[str, Any]) -> Endpoint:
    """What the file says."""
    return READ.validate_python(tree)


def synthesize(build: Callable[[Construct], object]) -> Resources:
    """Resources of a stack that holds what a function builds, by logical id."""
    stack = cdk.Stack(cdk.App(), "observability")
    build(stack)
    found: Resources = Template.from_stack(stack).to_json().get("Resources", {})
    return found


@pytest.fixture(scope="session")
def topic() -> str:
    return "arn:aws:sns:eu-west-1:111122223333:alarms"
