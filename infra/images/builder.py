"""Runs builds during a deployment, and waits for them."""

from pathlib import Path

from aws_cdk import CustomResource, Duration, Stack
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import custom_resources as resources
from constructs import Construct

from infra.removal import removal_policy

FUNCTIONS = Path(__file__).parents[2] / "functions"
LONGEST_BUILD = Duration.hours(1)


class Builder(Construct):
    """Functions that start a build and ask after it; CloudFormation waits for the answer."""

    def __init__(
        self, scope: Construct, construct_id: str, *, key: kms.IKey, retention_days: int
    ) -> None:
        super().__init__(scope, construct_id)
        self.key = key
        self.log_group = self._log_group(retention_days)
        self._start = self._function("Start", "on_event")
        self._ask = self._function("Ask", "is_complete")
        self._provider = resources.Provider(
            self,
            "Provider",
            on_event_handler=self._start,
            is_complete_handler=self._ask,
            query_interval=Duration.seconds(15),
            total_timeout=LONGEST_BUILD,
            log_group=self.log_group,
            # The waiter only repeats a question; the answers are in the functions' logs.
            disable_waiter_state_machine_logging=True,
        )

    def build(
        self,
        scope: Construct,
        construct_id: str,
        *,
        project: codebuild.IProject,
        repository: ecr.IRepository,
        tag: str,
    ) -> CustomResource:
        """A finished build of one tag. A changed tag starts the next; its failure is ours."""
        self._allow(project, repository)
        resource = CustomResource(
            scope,
            construct_id,
            service_token=self._provider.service_token,
            resource_type="Custom::LockgateImage",
            properties={
                "Project": project.project_name,
                "Repository": repository.repository_name,
                "Tag": tag,
            },
        )
        resource.node.add_dependency(project)
        return resource

    def _allow(self, project: codebuild.IProject, repository: ecr.IRepository) -> None:
        for function, action, arn in (
            (self._start, "codebuild:StartBuild", project.project_arn),
            (self._start, "ecr:DescribeImages", repository.repository_arn),
            (self._ask, "codebuild:BatchGetBuilds", project.project_arn),
        ):
            function.add_to_role_policy(iam.PolicyStatement(actions=[action], resources=[arn]))

    def _log_group(self, retention_days: int) -> logs.ILogGroup:
        group = logs.CfnLogGroup(
            self, "Logs", kms_key_id=self.key.key_arn, retention_in_days=retention_days
        )
        group.apply_removal_policy(removal_policy(protect=False))
        return logs.LogGroup.from_log_group_arn(self, "LogGroup", group.attr_arn)

    def _function(self, name: str, handler: str) -> lambda_.Function:
        return lambda_.Function(
            self,
            name,
            description=f"Image builds of {Stack.of(self).stack_name}: {handler}",
            code=lambda_.Code.from_asset(
                str(FUNCTIONS), exclude=["*", "!image_build", "**/__pycache__"]
            ),
            handler=f"image_build.handler.{handler}",
            runtime=lambda_.Runtime.PYTHON_3_14,
            timeout=Duration.minutes(1),
            log_group=self.log_group,
        )
