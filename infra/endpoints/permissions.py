"""What an endpoint's execution role may do.

Source: https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html#sagemaker-roles-createmodel-perms
"""

from infra.arns import Arns
from infra.endpoints.artifact import Artifact
from infra.endpoints.capture import EndpointCapture
from infra.endpoints.logs import EndpointLogs
from infra.images.image import Image
from infra.permission import Permission
from infra.placement import Placement

METRIC_NAMESPACES = ["AWS/SageMaker", "/aws/sagemaker/*"]
PULL_ACTIONS = [
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
]
LOG_ACTIONS = [
    "logs:CreateLogGroup",
    "logs:CreateLogStream",
    "logs:DescribeLogStreams",
    "logs:PutLogEvents",
]
"""With the group in place SageMaker has none to create, but AWS lists the permission, and without
logs a failing container cannot be explained."""
ENCRYPT_ACTIONS = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]
INTERFACE_ACTIONS = [
    "ec2:CreateNetworkInterface",
    "ec2:CreateNetworkInterfacePermission",
    "ec2:DeleteNetworkInterface",
    "ec2:DeleteNetworkInterfacePermission",
]
DESCRIBE_ACTIONS = [
    "ec2:DescribeDhcpOptions",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
]

log_in_to_registry = Permission(
    ["ecr:GetAuthorizationToken"], ["*"], wildcard="the action knows no resources"
)
publish_metrics = Permission(
    ["cloudwatch:PutMetricData"],
    ["*"],
    {"StringLike": {"cloudwatch:namespace": METRIC_NAMESPACES}},
    wildcard="the action knows no resources; its namespaces are limited instead",
)


def of_every_endpoint(logs: EndpointLogs, key_arn: str) -> list[Permission]:
    """What every endpoint needs, whatever it runs."""
    return [log_in_to_registry, publish_metrics, write_logs(logs), *use_key(key_arn)]


def pull(image: Image) -> Permission:
    """Pull from the image's repository."""
    return Permission(PULL_ACTIONS, [image.repository_arn])


def read(arns: Arns, artifact: Artifact) -> list[Permission]:
    """Read the artifact, and list its bucket to find it."""
    return read_objects(
        arns.bucket(artifact.bucket),
        artifact.object_pattern(),
        wildcard="the artifact is all objects under a prefix",
    )


def read_objects(bucket_arn: str, pattern: str, *, wildcard: str) -> list[Permission]:
    """Read the objects of a bucket that a pattern names, and list them."""
    return [
        Permission(["s3:GetObject"], [f"{bucket_arn}/{pattern}"], wildcard=wildcard),
        Permission(["s3:ListBucket"], [bucket_arn], {"StringLike": {"s3:prefix": pattern}}),
    ]


def write_logs(logs: EndpointLogs) -> Permission:
    """Write to the endpoint's log group, which its stack makes."""
    return Permission(LOG_ACTIONS, [logs.streams_arn], wildcard="the streams of one log group")


def use_key(key_arn: str) -> list[Permission]:
    """Encrypt captures and results; let SageMaker attach encrypted volumes on the role's behalf."""
    for_aws = {"Bool": {"kms:GrantIsForAWSResource": "true"}}
    return [
        Permission(ENCRYPT_ACTIONS, [key_arn]),
        Permission(["kms:CreateGrant"], [key_arn], for_aws),
    ]


def write_captures(arns: Arns, capture: EndpointCapture) -> Permission:
    """Write below the endpoint's own prefix of the capture bucket."""
    objects = f"{arns.bucket(capture.bucket_name)}/{capture.prefix}/*"
    return Permission(["s3:PutObject"], [objects], wildcard="the endpoint's own prefix")


def attach_to_network(arns: Arns, placement: Placement) -> list[Permission]:
    """Create the instances' network interfaces in their subnets."""
    places = [
        arns.of("ec2", "network-interface/*"),
        *(arns.of("ec2", f"security-group/{name}") for name in placement.security_groups),
        *(arns.of("ec2", f"subnet/{name}") for name in placement.subnets),
    ]
    return [
        Permission(INTERFACE_ACTIONS, places, wildcard="interfaces are named when they are made"),
        Permission(DESCRIBE_ACTIONS, ["*"], wildcard="the actions know no resources"),
    ]
