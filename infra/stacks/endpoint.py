"""One endpoint of an environment: a stack of its own, so that it fails and rolls back alone."""

import aws_cdk as cdk
from constructs import Construct

from infra.config.endpoints import Endpoint, production_variants
from infra.config.naming import endpoint_name
from infra.endpoints.kinds import construct_endpoint
from infra.endpoints.subscriptions import forward_lines
from infra.foundation import Foundation
from infra.tags import tag_endpoint


class EndpointStack(cdk.Stack):
    """Wires the construct of the endpoint's kind."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        name: str,
        settings: Endpoint,
        foundation: Foundation,
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            description=f"Lockgate {foundation.environment}: endpoint {name}",
            termination_protection=foundation.protect,
        )
        self.endpoint = construct_endpoint(
            self,
            "Endpoint",
            endpoint_name=endpoint_name(foundation.environment, name),
            settings=settings,
            foundation=foundation,
        )
        forward_lines(self.endpoint.logs, settings=settings, foundation=foundation)
        models = [variant.model for variant in production_variants(settings)]
        tag_endpoint(self, endpoint=name, models=models, tags=settings.tags)
        for key, value in self.endpoint.outputs.items():
            cdk.CfnOutput(self, key, value=value)
