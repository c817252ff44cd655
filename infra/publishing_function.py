"""The function that publishes the configured models of an environment's multi-model endpoints."""

from constructs import Construct

from infra.arns import Arns
from infra.deployment_function import DeploymentFunction
from infra.endpoints.permissions import ENCRYPT_ACTIONS
from infra.function_code import stage_code
from infra.permission import Permission

FOLDER = "model_publish"
MODELS = "multi-model"
"""Folder of the environment's models bucket; each endpoint has one of its own below it."""
TIMEOUT_S = 900
"""The longest that a function may run: some 100 GB."""
WRITE_ACTIONS = [
    "s3:AbortMultipartUpload",
    "s3:GetObject",
    "s3:ListMultipartUploadParts",
    "s3:PutObject",
]


def publishing_function(
    scope: Construct,
    *,
    environment: str,
    arns: Arns,
    models: str,
    key_arn: str,
    log_retention_days: int,
) -> DeploymentFunction:
    """The function; one serves all endpoints of an environment.

    Its permissions do not depend on the models, so a deployment that adds one finds them in force.
    It may delete nothing.

    Args:
        scope: the environment's data stack.
        environment: its name.
        arns: ARNs of its account and region.
        models: name of the bucket of models.
        key_arn: key of that bucket, and of the function's logs.
        log_retention_days: days that log lines are kept.
    """
    code = stage_code(scope, FOLDER)
    # Archives are assets of the deployment, and so lie beside the function's own code.
    assets = Permission(
        ["s3:GetObject"],
        [f"{arns.bucket(code.bucket_name)}/*.tar.gz"],
        wildcard="archives are named by what is in them",
    )
    return DeploymentFunction(
        scope,
        "Publishing",
        folder=FOLDER,
        code=code,
        description=f"Publishes the models of multi-model endpoints of {environment}",
        permissions=[
            assets,
            *_writing(arns.bucket(models)),
            Permission(ENCRYPT_ACTIONS, [key_arn]),
        ],
        timeout_s=TIMEOUT_S,
        key_arn=key_arn,
        log_retention_days=log_retention_days,
    )


def _writing(bucket_arn: str) -> list[Permission]:
    """Write below the folder of models, and see what is there already."""
    pattern = f"{MODELS}/*"
    return [
        Permission(WRITE_ACTIONS, [f"{bucket_arn}/{pattern}"], wildcard="models are added later"),
        Permission(["s3:ListBucket"], [bucket_arn], {"StringLike": {"s3:prefix": pattern}}),
    ]
