"""Request lines of an endpoint's log group go to the environment's stream; nothing else does."""

from aws_cdk import CfnResource

from infra.config.endpoints import Endpoint, production_variants, shadow_variant
from infra.config.log_patterns import patterns_of
from infra.endpoints.logs import EndpointLogs
from infra.foundation import Find, Foundation


def forward_lines(logs: EndpointLogs, *, settings: Endpoint, foundation: Foundation) -> None:
    """Subscribe the environment's stream to the log group, once for each kind of line.

    The filters are a part of the endpoint's own stack, so that it comes and goes alone.

    A rule sees to it that a log group has no more filters than it may (LOG-03).
    """
    for index, pattern in enumerate(line_patterns(settings, foundation.find_answering)):
        CfnResource(
            logs,
            f"Forward{index}",
            type="AWS::Logs::SubscriptionFilter",
            properties={
                "LogGroupName": logs.group.ref,
                "FilterPattern": pattern,
                "DestinationArn": foundation.stream,
                "RoleArn": foundation.delivery_role,
            },
        )


def line_patterns(settings: Endpoint, find: Find) -> list[str]:
    """Patterns of the lines that an endpoint's variants write, each once.

    Args:
        settings: the endpoint.
        find: finds the release that answers for a variant.
    """
    variants = [*production_variants(settings), shadow_variant(settings)]
    found = [
        pattern for each in variants if each for pattern in patterns_of(find(each.model).container)
    ]
    return list(dict.fromkeys(found))
