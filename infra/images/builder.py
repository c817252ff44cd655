"""Runs builds during a deployment, and waits for them."""

from aws_cdk import CfnResource, CustomResource, Duration, Stack
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import custom_resources as resources
from constructs import Construct, IConstruct

from infra.functions import PythonFunction, function_role
from infra.log_groups import EncryptedLogs
from infra.nag import acknowledge
from infra.permission import Permission, allow

LONGEST_WAIT = Duration.minutes(55)
"""Longer than a build may take, and shorter than CloudFormation's hour for custom resources."""
WAITER_REASONS = {
    "AwsSolutions-SF1": "the waiter only repeats a question; its answers are in CodeBuild's log",
    "AwsSolutions-SF2": "the waiter only repeats a question; there is nothing to trace",
}
CALL_REASON = "the provider framework calls any version of its own handlers"


class Builder(Construct):
    """Functions that start a build and ask after it; CloudFormation waits for the answer."""

    def __init__(
        self, scope: Construct, construct_id: str, *, key: kms.IKey, retention_days: int
    ) -> None:
        super().__init__(scope, construct_id)
        self.key = key
        self.logs = EncryptedLogs(self, "Logs", key=key, retention_days=retention_days)
        self._start = self._function("Start", "on_event", "Starts image builds")
        self._ask = self._function("Ask", "is_complete", "Asks after image builds")
        self._provider = self._wait()

    def build(
        self,
        scope: Construct,
        construct_id: str,
        *,
        project: codebuild.CfnProject,
        repository: ecr.Repository,
        tag: str,
    ) -> CustomResource:
        """A finished build of one tag. A changed tag starts the next; its failure is ours."""
        policies = self._allow(scope.node.id, project, repository)
        resource = CustomResource(
            scope,
            construct_id,
            service_token=self._provider.service_token,
            resource_type="Custom::LockgateImage",
            properties={
                "Project": project.ref,
                "Repository": repository.repository_name,
                "Tag": tag,
            },
        )
        resource.node.add_dependency(project, *policies)
        return resource

    def _allow(
        self, name: str, project: codebuild.CfnProject, repository: ecr.Repository
    ) -> list[iam.CfnPolicy]:
        images = Permission(["ecr:DescribeImages"], [repository.repository_arn])
        start = Permission(["codebuild:StartBuild"], [project.attr_arn])
        ask = Permission(["codebuild:BatchGetBuilds"], [project.attr_arn])
        return [
            allow(self._start.role, name, images, start),
            allow(self._ask.role, name, ask),
        ]

    def _function(self, name: str, handler: str, description: str) -> PythonFunction:
        return PythonFunction(
            self,
            name,
            folder="image_build",
            handler=handler,
            logs=self.logs,
            description=description,
        )

    def _wait(self) -> resources.Provider:
        roles = [function_role(self, name, logs=self.logs) for name in ("Framework", "Waiting")]
        provider = resources.Provider(
            self,
            "Provider",
            on_event_handler=self._start.function,
            is_complete_handler=self._ask.function,
            query_interval=Duration.seconds(15),
            total_timeout=LONGEST_WAIT,
            log_group=self.logs.group,
            disable_waiter_state_machine_logging=True,
            framework_on_event_role=roles[0],
            framework_complete_and_timeout_role=roles[1],
        )
        for role in roles:
            _acknowledge_calls(role, self._start.function, self._ask.function)
        _acknowledge_waiter(provider)
        return provider


def _acknowledge_waiter(provider: resources.Provider) -> None:
    waiter = provider.node.find_child("waiter-state-machine")
    acknowledge(waiter, WAITER_REASONS)
    names = ("framework-isComplete", "framework-onTimeout")
    _acknowledge_calls(waiter, *(provider.node.find_child(name) for name in names))


def _acknowledge_calls(caller: IConstruct, *functions: IConstruct) -> None:
    """Accept that a caller may invoke every version of some functions."""
    acknowledge(
        caller,
        {
            f"AwsSolutions-IAM5[Resource::<{_logical_id(function)}.Arn>:*]": CALL_REASON
            for function in functions
        },
    )


def _logical_id(function: IConstruct) -> str:
    resource = function.node.default_child
    if not isinstance(resource, CfnResource):
        raise TypeError(f"{function.node.path} has no resource of its own")
    return Stack.of(function).get_logical_id(resource)
