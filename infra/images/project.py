"""The CodeBuild project that builds one container's images."""

from aws_cdk import FileAssetLocation
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.nag import acknowledge

LOG_IN = (
    'aws ecr get-login-password | docker login --username AWS --password-stdin "${REPOSITORY%%/*}"'
)
BUILD = 'docker build --file "containers/$CONTAINER/Dockerfile" --tag "$REPOSITORY:$TAG" .'
PUSH = 'docker push "$REPOSITORY:$TAG"'
"""REPOSITORY and CONTAINER belong to the project; each build brings its TAG."""


def build_project(
    scope: Construct,
    *,
    container: str,
    context: FileAssetLocation,
    repository: ecr.Repository,
    key: kms.IKey,
    log_group: logs.ILogGroup,
) -> codebuild.Project:
    """A project whose source is the build context, a zip file in the CDK's asset bucket."""
    bucket = s3.Bucket.from_bucket_name(scope, "Context", context.bucket_name)
    project = codebuild.Project(
        scope,
        "Build",
        description=f"Builds containers/{container}",
        source=codebuild.Source.s3(bucket=bucket, path=context.object_key),
        build_spec=_build_spec(),
        encryption_key=key,
        # Docker needs the privilege; the large type has the disk that GPU images take.
        environment=codebuild.BuildEnvironment(
            build_image=codebuild.LinuxBuildImage.STANDARD_7_0,
            compute_type=codebuild.ComputeType.LARGE,
            privileged=True,
        ),
        environment_variables={
            "CONTAINER": codebuild.BuildEnvironmentVariable(value=container),
            "REPOSITORY": codebuild.BuildEnvironmentVariable(value=repository.repository_uri),
        },
        logging=codebuild.LoggingOptions(
            cloud_watch=codebuild.CloudWatchLoggingOptions(log_group=log_group)
        ),
    )
    repository.grant_pull_push(project)
    return project


def _build_spec() -> codebuild.BuildSpec:
    return codebuild.BuildSpec.from_object_to_yaml(
        {
            "version": "0.2",
            "phases": {
                "pre_build": {"commands": [LOG_IN]},
                "build": {"commands": [BUILD]},
                "post_build": {"commands": [PUSH]},
            },
        }
    )
