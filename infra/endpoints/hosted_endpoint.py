"""What endpoints of every kind are made of."""

from collections.abc import Mapping, Sequence

from aws_cdk import aws_iam as iam
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from infra.config.rollout import Rollout
from infra.endpoints.alarms import EndpointAlarms
from infra.endpoints.capture import EndpointCapture
from infra.endpoints.hosted_variant import HostedVariant
from infra.endpoints.invocation import grant_invoke
from infra.endpoints.logs import EndpointLogs
from infra.endpoints.permissions import of_every_endpoint, write_captures
from infra.endpoints.role import ExecutionRole
from infra.endpoints.rollout import deployment_config
from infra.endpoints.variant_scaling import VariantScaling, keep_scaled
from infra.foundation import Foundation
from infra.permission import Permission

NOT_RETAINED = [
    sagemaker.CfnEndpoint.VariantPropertyProperty(variant_property_type=kind)
    for kind in ("DesiredWeight", "DataCaptureConfig")
]
"""Properties of a variant that the configuration decides; the instance count is the scaler's."""


class HostedEndpoint(Construct):
    """The parts that every kind has; the kind's own class puts them together."""

    def __init__(
        self, scope: Construct, construct_id: str, *, endpoint_name: str, foundation: Foundation
    ) -> None:
        super().__init__(scope, construct_id)
        self.endpoint_name = endpoint_name
        self.endpoint_arn = foundation.arns.of("sagemaker", f"endpoint/{endpoint_name}")
        self.foundation = foundation
        self.logs = EndpointLogs(self, "Logs", name=endpoint_name, foundation=foundation)
        self.outputs = {"EndpointName": endpoint_name, "LogGroupName": self.logs.name}
        """What the stack tells others, by output."""

    def grant_invoke(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let somebody invoke the endpoint: plain, streaming and asynchronous."""
        return grant_invoke(grantee, endpoint_arn=self.endpoint_arn)

    def allow_execution(
        self,
        variants: Sequence[HostedVariant],
        *further: Permission,
        capture: EndpointCapture | None = None,
        exchanged: Mapping[str, Sequence[Permission]] = {},
    ) -> ExecutionRole:
        """The one role under which SageMaker runs all variants.

        Args:
            variants: all of them, shadows included.
            further: what the kind of endpoint needs besides, whatever its settings.
            capture: where requests and responses are kept, if they are.
            exchanged: what depends on settings, by policy; see ExecutionRole.
        """
        captures = [write_captures(self.foundation.arns, capture)] if capture else []
        common = of_every_endpoint(self.logs, self.foundation.key_arn)
        return ExecutionRole(
            self,
            "Execution",
            variants=variants,
            always=[*common, *captures, *further],
            exchanged=exchanged,
            foundation=self.foundation,
        )

    def deploy(
        self,
        configuration: sagemaker.CfnEndpointConfig,
        *,
        rollout: Rollout,
        alarms: EndpointAlarms,
        scaling: Sequence[VariantScaling] = (),
    ) -> sagemaker.CfnEndpoint:
        """The endpoint itself. One that follows the load keeps its present size in an update.

        SageMaker keeps the sizes of all variants or of none: beside a variant that follows the
        load, another's count of instances takes effect when the endpoint is made, and not later.

        Args:
            configuration: its variants.
            rollout: how updates reach traffic.
            alarms: what takes an update back.
            scaling: of each production variant on instances, whether it follows the load or not.
        """
        scaled = any(each.is_scaled for each in scaling)
        endpoint = sagemaker.CfnEndpoint(
            self,
            "Endpoint",
            endpoint_name=self.endpoint_name,
            endpoint_config_name=configuration.attr_endpoint_config_name,
            deployment_config=deployment_config(rollout, alarms=alarms.names),
            retain_all_variant_properties=True if scaled else None,
            exclude_retained_variant_properties=NOT_RETAINED if scaled else None,
        )
        # SageMaker makes a log group of its own, without key or end, if it finds none.
        endpoint.add_resource_dependency(self.logs.group)
        if scaling:
            keep_scaled(
                self,
                endpoint,
                endpoint_name=self.endpoint_name,
                variants=scaling,
                function_arn=self.foundation.scaling,
            )
        return endpoint
