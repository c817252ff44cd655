"""The function that keeps an environment's variants registered for scaling."""

from constructs import Construct

from infra.arns import Arns
from infra.config.naming import endpoint_name
from infra.deployment_function import DeploymentFunction
from infra.function_code import stage_code
from infra.permission import Permission

FOLDER = "variant_scaling"
TIMEOUT_S = 120
"""Most of it for waiting until AWS does what it refuses for a moment."""
SERVICE = "sagemaker.application-autoscaling.amazonaws.com"
ROLE = f"aws-service-role/{SERVICE}/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint"
TARGET_ACTIONS = [
    "application-autoscaling:DeleteScalingPolicy",
    "application-autoscaling:DeregisterScalableTarget",
    "application-autoscaling:PutScalingPolicy",
    "application-autoscaling:RegisterScalableTarget",
]
ALARM_ACTIONS = ["cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm"]


def scaling_function(
    scope: Construct, *, environment: str, arns: Arns, key_arn: str, log_retention_days: int
) -> DeploymentFunction:
    """The function; one serves all endpoints of an environment.

    Source of the permissions:
    https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-prerequisites.html
    """
    return DeploymentFunction(
        scope,
        "Scaling",
        folder=FOLDER,
        code=stage_code(scope, FOLDER),
        description=f"Registers the variants of {environment} for scaling",
        permissions=[*_endpoints(environment, arns), *_scaling(environment, arns)],
        timeout_s=TIMEOUT_S,
        key_arn=key_arn,
        log_retention_days=log_retention_days,
    )


def _endpoints(environment: str, arns: Arns) -> list[Permission]:
    """Look at endpoints; Application Auto Scaling asks whether its caller may resize them."""
    endpoints = arns.of("sagemaker", f"endpoint/{endpoint_name(environment, '*')}")
    return [
        Permission(
            ["sagemaker:DescribeEndpoint", "sagemaker:UpdateEndpointWeightsAndCapacities"],
            [endpoints],
            wildcard="the environment's endpoints",
        ),
        Permission(
            ["sagemaker:DescribeEndpointConfig"],
            [arns.of("sagemaker", "endpoint-config/*")],
            wildcard="CloudFormation names them",
        ),
    ]


def _scaling(environment: str, arns: Arns) -> list[Permission]:
    prefix = endpoint_name(environment, "*")
    of_sagemaker = {"StringEquals": {"application-autoscaling:service-namespace": "sagemaker"}}
    return [
        Permission(
            TARGET_ACTIONS,
            [arns.of("application-autoscaling", "scalable-target/*")],
            of_sagemaker,
            wildcard="targets are named when they are made; the condition limits them to SageMaker",
        ),
        Permission(
            ALARM_ACTIONS,
            [
                arns.of("cloudwatch", f"alarm:TargetTracking-endpoint/{prefix}"),
                arns.of("cloudwatch", f"alarm:{prefix}"),
            ],
            wildcard="Application Auto Scaling names the alarms of the environment's endpoints",
        ),
        # A narrower one is refused: CloudWatch looks at the permission to see any alarm.
        Permission(
            ["cloudwatch:DescribeAlarms"],
            [arns.of("cloudwatch", "alarm:*")],
            wildcard="CloudWatch asks for the permission on all alarms",
        ),
        Permission(
            ["iam:CreateServiceLinkedRole"],
            [arns.role(ROLE)],
            {"StringEquals": {"iam:AWSServiceName": SERVICE}},
        ),
    ]
