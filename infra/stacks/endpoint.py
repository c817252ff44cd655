"""One endpoint of an environment: a stack of its own, so that it fails and rolls back alone."""

import aws_cdk as cdk
from constructs import Construct

from infra.config.endpoints import Endpoint
from infra.config.model_card import Release
from infra.config.naming import endpoint_name
from infra.endpoints.realtime import RealtimeEndpoint
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
        release: Release,
        foundation: Foundation,
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            description=f"Lockgate {foundation.environment}: endpoint {name}",
            termination_protection=foundation.protect,
        )
        self.endpoint = RealtimeEndpoint(
            self,
            "Endpoint",
            endpoint_name=endpoint_name(foundation.environment, name),
            settings=settings,
            release=release,
            foundation=foundation,
        )
        tag_endpoint(self, endpoint=name, model=str(settings.model), tags=settings.tags)
        cdk.CfnOutput(self, "EndpointName", value=self.endpoint.endpoint_name)
        cdk.CfnOutput(self, "LogGroupName", value=self.endpoint.logs.name)
