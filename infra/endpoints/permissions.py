"""What an endpoint's execution role may do, statement by statement.

Source: https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html#sagemaker-roles-createmodel-perms
"""

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from infra.endpoints.artifact import Artifact
from infra.endpoints.capture import EndpointCapture
from infra.endpoints.logs import EndpointLogs
from infra.images.image import Image

METRIC_NAMESPACES = ["AWS/SageMaker", "/aws/sagemaker/*"]
PULL_ACTIONS = [
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
]
LOG_ACTIONS = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
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


def log_in_to_registry() -> iam.PolicyStatement:
    """Ask ECR for a token; the action knows no resources."""
    return iam.PolicyStatement(actions=["ecr:GetAuthorizationToken"], resources=["*"])


def publish_metrics() -> iam.PolicyStatement:
    """Publish metrics; the action knows no resources, so its namespaces are limited."""
    return iam.PolicyStatement(
        actions=["cloudwatch:PutMetricData"],
        resources=["*"],
        conditions={"StringLike": {"cloudwatch:namespace": METRIC_NAMESPACES}},
    )


def pull(image: Image) -> iam.PolicyStatement:
    """Pull from the image's repository."""
    return iam.PolicyStatement(actions=PULL_ACTIONS, resources=[image.repository_arn])


def read(scope: Construct, artifact: Artifact) -> list[iam.PolicyStatement]:
    """Read the artifact, and list its bucket to find it."""
    arns = Stack.of(scope)
    pattern = artifact.object_pattern()
    bucket = arns.format_arn(service="s3", region="", account="", resource=artifact.bucket)
    return [
        iam.PolicyStatement(actions=["s3:GetObject"], resources=[f"{bucket}/{pattern}"]),
        iam.PolicyStatement(
            actions=["s3:ListBucket"],
            resources=[bucket],
            conditions={"StringLike": {"s3:prefix": pattern}},
        ),
    ]


def write_logs(logs: EndpointLogs) -> iam.PolicyStatement:
    """Write to the endpoint's log group, which its stack makes."""
    return iam.PolicyStatement(actions=LOG_ACTIONS, resources=[logs.streams_arn])


def use_key(key: kms.IKey) -> list[iam.PolicyStatement]:
    """Encrypt captures; let SageMaker attach encrypted volumes on the role's behalf."""
    return [
        iam.PolicyStatement(actions=ENCRYPT_ACTIONS, resources=[key.key_arn]),
        iam.PolicyStatement(
            actions=["kms:CreateGrant"],
            resources=[key.key_arn],
            conditions={"Bool": {"kms:GrantIsForAWSResource": "true"}},
        ),
    ]


def write_captures(capture: EndpointCapture) -> iam.PolicyStatement:
    """Write below the endpoint's own prefix of the capture bucket."""
    return iam.PolicyStatement(actions=["s3:PutObject"], resources=[capture.objects_arn])


def attach_to_network(scope: Construct) -> list[iam.PolicyStatement]:
    """Create the instances' network interfaces; describing knows no resources."""
    arns = [
        Stack.of(scope).format_arn(service="ec2", resource=kind, resource_name="*")
        for kind in ("network-interface", "security-group", "subnet")
    ]
    return [
        iam.PolicyStatement(actions=INTERFACE_ACTIONS, resources=arns),
        iam.PolicyStatement(actions=DESCRIBE_ACTIONS, resources=["*"]),
    ]
