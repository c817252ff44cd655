"""The network of an environment's instances, if it has one of its own."""

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from constructs import Construct

from infra.config.environment import Environment
from infra.config.network import CreateVpc, ExistingVpc
from infra.network import place


class NetworkStack(cdk.Stack):
    """Subnets and security groups: those of an existing VPC, or new ones."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        name: str,
        environment: Environment,
        vpc: ExistingVpc | CreateVpc,
        key: kms.IKey,
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            description=f"Lockgate {name}: network of the instances",
            termination_protection=environment.protect,
        )
        self.placement = place(self, vpc, key=key, retention=environment.logs.retention_days)

    @property
    def availability_zones(self) -> list[str]:
        """Zones by their place in the region's list, which CloudFormation knows; CDK would ask AWS.

        Three, because fewer regions have four.
        """
        return [cdk.Fn.select(index, cdk.Fn.get_azs()) for index in range(3)]
