"""The CodeBuild project that builds one container's images."""

from aws_cdk import Duration, FileAssetLocation, Stack
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.images.build_spec import SBOMS, build_spec
from infra.log_groups import EncryptedLogs
from infra.permission import Permission, allow

LONGEST_BUILD = Duration.minutes(50)
"""Less than CloudFormation waits, so that a build that hangs fails with the link to its log."""
PUSH_ACTIONS = [
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:CompleteLayerUpload",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
]
SOURCE_ACTIONS = ["s3:GetObject", "s3:GetObjectVersion"]
BUCKET_ACTIONS = ["s3:GetBucketAcl", "s3:GetBucketLocation"]
KEY_ACTIONS = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"]

Variable = codebuild.CfnProject.EnvironmentVariableProperty
Surroundings = codebuild.CfnProject.EnvironmentProperty
Source = codebuild.CfnProject.SourceProperty
Logs = codebuild.CfnProject.LogsConfigProperty
CloudWatchLogs = codebuild.CfnProject.CloudWatchLogsConfigProperty


class BuildProject(Construct):
    """Builds the zip file of a build context, stores the SBOM, and pushes the image."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        container: str,
        context: FileAssetLocation,
        repository: ecr.Repository,
        sboms: s3.IBucket,
        key: kms.IKey,
        logs: EncryptedLogs,
    ) -> None:
        super().__init__(scope, construct_id)
        role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("codebuild.amazonaws.com"))
        policy = allow(
            role,
            "Build",
            *_read(Stack.of(self), context),
            *_push(repository),
            _describe(sboms, container),
            Permission(KEY_ACTIONS, [key.key_arn]),
            logs.writing(),
        )
        self.project = codebuild.CfnProject(
            self,
            "Project",
            description=f"Builds containers/{container}",
            service_role=role.role_arn,
            encryption_key=key.key_arn,
            timeout_in_minutes=LONGEST_BUILD.to_minutes(),
            source=Source(
                type="S3",
                location=f"{context.bucket_name}/{context.object_key}",
                build_spec=build_spec(),
            ),
            artifacts=codebuild.CfnProject.ArtifactsProperty(type="NO_ARTIFACTS"),
            environment=_surroundings(container, repository, sboms),
            logs_config=Logs(
                cloud_watch_logs=CloudWatchLogs(status="ENABLED", group_name=logs.name)
            ),
        )
        self.project.node.add_dependency(policy)


def _surroundings(container: str, repository: ecr.Repository, sboms: s3.IBucket) -> Surroundings:
    """Docker needs the privilege; the large type has the disk that GPU images take."""
    return Surroundings(
        type="LINUX_CONTAINER",
        image="aws/codebuild/standard:7.0",
        compute_type="BUILD_GENERAL1_LARGE",
        privileged_mode=True,
        environment_variables=[
            Variable(name="BUCKET", value=sboms.bucket_name),
            Variable(name="CONTAINER", value=container),
            Variable(name="REPOSITORY", value=repository.repository_uri),
        ],
    )


def _read(stack: Stack, context: FileAssetLocation) -> list[Permission]:
    bucket = stack.format_arn(service="s3", region="", account="", resource=context.bucket_name)
    return [
        Permission(SOURCE_ACTIONS, [f"{bucket}/{context.object_key}"]),
        Permission(BUCKET_ACTIONS, [bucket]),
    ]


def _push(repository: ecr.Repository) -> list[Permission]:
    return [
        Permission(["ecr:GetAuthorizationToken"], ["*"], wildcard="the action knows no resources"),
        Permission(PUSH_ACTIONS, [repository.repository_arn]),
    ]


def _describe(sboms: s3.IBucket, container: str) -> Permission:
    documents = sboms.arn_for_objects(f"{SBOMS}/{container}/*")
    return Permission(["s3:PutObject"], [documents], wildcard="there is one for each tag")
