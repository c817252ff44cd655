from collections.abc import Iterator

import pytest
from botocore.model import ListShape, Shape, StructureShape

from lockgate.local.protocol.models import operation
from lockgate.local.protocol.patterns import compiled


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        (r"\p{ASCII}*", "plain text", True),
        (r"\p{ASCII}*", "naïve", False),
        (r"\A\S[\p{Print}]*\z", "id-7", True),
        (r"\A\S[\p{Print}]*\z", " id", False),
        (r"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)", "team: ml-platform", True),
        (r"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)", "a#b", False),
        (r"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\r\n\t]*", "endpoint/a", True),
    ],
)
def test_java_patterns_match_as_in_java(pattern: str, text: str, fits: bool) -> None:
    assert bool(compiled(pattern).fullmatch(text)) is fits


def patterns(shape: Shape) -> Iterator[str]:
    """The patterns of a shape and of its members."""
    if isinstance(shape, StructureShape):
        for member in shape.members.values():
            yield from patterns(member)
    elif isinstance(shape, ListShape):
        yield from patterns(shape.member)
    elif "pattern" in shape.metadata:
        yield shape.metadata["pattern"]


@pytest.mark.parametrize(
    ("service", "name"),
    [
        ("sagemaker", "CreateModel"),
        ("sagemaker", "CreateEndpointConfig"),
        ("sagemaker", "CreateEndpoint"),
        ("sagemaker", "UpdateEndpoint"),
        ("sagemaker", "UpdateEndpointWeightsAndCapacities"),
        ("sagemaker", "ListEndpoints"),
        ("sagemaker", "AddTags"),
        ("sagemaker-runtime", "InvokeEndpoint"),
        ("sagemaker-runtime", "InvokeEndpointWithResponseStream"),
        ("application-autoscaling", "RegisterScalableTarget"),
        ("application-autoscaling", "PutScalingPolicy"),
    ],
)
def test_every_pattern_of_an_operation_compiles(service: str, name: str) -> None:
    found = list(patterns(operation(service, name).input_shape))
    assert found
    for pattern in found:
        compiled(pattern)
