"""Where the instances of an environment sit: subnets and security groups."""

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from constructs import Construct

from infra.config.network import CreateVpc, ExistingVpc, NewVpc
from infra.flow_logs import add_flow_log
from infra.placement import Placement

INTERFACE_ENDPOINTS = {
    "EcrApi": ec2.InterfaceVpcEndpointAwsService.ECR,
    "EcrDocker": ec2.InterfaceVpcEndpointAwsService.ECR_DOCKER,
    "Logs": ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
    "Metrics": ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_MONITORING,
    "Kms": ec2.InterfaceVpcEndpointAwsService.KMS,
    "Sts": ec2.InterfaceVpcEndpointAwsService.STS,
}
"""AWS services that an instance without a way to the internet still needs."""


def place_in_existing(scope: Construct, vpc: ExistingVpc) -> Placement:
    """Use named subnets; create a security group without inbound rules."""
    # Attributes instead of a lookup: synth asks no AWS. A zone per subnet is demanded, not used.
    imported = ec2.Vpc.from_vpc_attributes(
        scope,
        "Vpc",
        vpc_id=vpc.id,
        availability_zones=[f"zone-{index}" for index, _ in enumerate(vpc.subnets)],
        private_subnet_ids=vpc.subnets,
    )
    return Placement(vpc.subnets, [_instances_group(scope, imported).security_group_id])


def place_in_new(scope: Construct, shape: NewVpc, *, key: kms.IKey, retention: int) -> Placement:
    """Create a VPC with private subnets; without NAT gateways, with endpoints for AWS services."""
    isolated = shape.nat_gateways == 0
    kind = ec2.SubnetType.PRIVATE_ISOLATED if isolated else ec2.SubnetType.PRIVATE_WITH_EGRESS
    vpc = ec2.Vpc(
        scope,
        "Vpc",
        max_azs=shape.max_azs,
        nat_gateways=shape.nat_gateways,
        restrict_default_security_group=False,
        subnet_configuration=_subnets(kind),
    )
    group = _instances_group(scope, vpc)
    vpc.add_gateway_endpoint("S3", service=ec2.GatewayVpcEndpointAwsService.S3)
    if isolated:
        _add_interface_endpoints(vpc)
    add_flow_log(vpc, key=key, retention_days=retention)
    subnets = vpc.select_subnets(subnet_type=kind).subnet_ids
    return Placement(subnets, [group.security_group_id])


def place(
    scope: Construct, vpc: ExistingVpc | CreateVpc, *, key: kms.IKey, retention: int
) -> Placement:
    """Placement in an existing VPC, or in one created here."""
    if isinstance(vpc, ExistingVpc):
        return place_in_existing(scope, vpc)
    return place_in_new(scope, vpc.create, key=key, retention=retention)


def _instances_group(scope: Construct, vpc: ec2.IVpc) -> ec2.SecurityGroup:
    return ec2.SecurityGroup(
        scope, "Instances", vpc=vpc, description="SageMaker instances: no inbound traffic"
    )


def _subnets(kind: ec2.SubnetType) -> list[ec2.SubnetConfiguration]:
    private = ec2.SubnetConfiguration(name="instances", subnet_type=kind)
    if kind == ec2.SubnetType.PRIVATE_ISOLATED:
        return [private]
    # NAT gateways need a public subnet to stand in.
    return [private, ec2.SubnetConfiguration(name="nat", subnet_type=ec2.SubnetType.PUBLIC)]


def _add_interface_endpoints(vpc: ec2.Vpc) -> None:
    for name, service in INTERFACE_ENDPOINTS.items():
        vpc.add_interface_endpoint(name, service=service)
