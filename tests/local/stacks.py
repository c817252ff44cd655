"""CloudFormation stacks of the tests."""

import json
from typing import Any

from tests.local.conftest import LocalAws

IMAGE = "000000000000.dkr.ecr.eu-west-1.amazonaws.com/lockgate/echo:1"
ROLE = "arn:aws:iam::000000000000:role/endpoint"
FAST = {"Delay": 0.1, "MaxAttempts": 3000}
"""How waiters ask: often, and for as long as a busy machine takes."""


def template(*, count: int = 1, **environment: str) -> dict[str, Any]:
    """An endpoint `chat`, scaled; its model and its configuration have generated names."""
    variant = {
        "VariantName": "primary",
        "ModelName": {"Fn::GetAtt": ["Model", "ModelName"]},
        "InstanceType": "ml.c5.large",
        "InitialInstanceCount": str(count),  # templates may write numbers as strings
    }
    return {
        "Resources": {
            "Model": resource(
                "SageMaker::Model",
                ExecutionRoleArn=ROLE,
                PrimaryContainer={"Image": IMAGE, "Environment": environment},
                Tags=[{"Key": "lockgate:model", "Value": "echo@1"}],
            ),
            "Config": resource("SageMaker::EndpointConfig", ProductionVariants=[variant]),
            "Endpoint": resource(
                "SageMaker::Endpoint",
                EndpointName="chat",
                EndpointConfigName={"Fn::GetAtt": ["Config", "EndpointConfigName"]},
            ),
            **_scaling(),
        },
        "Outputs": {
            "Arn": {"Value": {"Ref": "Endpoint"}},
            "Name": {"Value": {"Fn::GetAtt": ["Endpoint", "EndpointName"]}},
            "ConfigName": {"Value": {"Fn::GetAtt": ["Config", "EndpointConfigName"]}},
            "Target": {"Value": {"Ref": "Target"}},
        },
    }


def resource(kind: str, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::{kind}", "Properties": properties}


def _scaling() -> dict[str, Any]:
    metric = {"PredefinedMetricType": "SageMakerVariantInvocationsPerInstance"}
    target = resource(
        "ApplicationAutoScaling::ScalableTarget",
        MinCapacity=1,
        MaxCapacity=2,
        ResourceId="endpoint/chat/variant/primary",
        ScalableDimension="sagemaker:variant:DesiredInstanceCount",
        ServiceNamespace="sagemaker",
    )
    policy = resource(
        "ApplicationAutoScaling::ScalingPolicy",
        PolicyName="invocations",
        PolicyType="TargetTrackingScaling",
        ScalingTargetId={"Ref": "Target"},
        TargetTrackingScalingPolicyConfiguration={
            "PredefinedMetricSpecification": metric,
            "TargetValue": 70,
        },
    )
    return {"Target": target | {"DependsOn": "Endpoint"}, "Policy": policy}


class Stacks:
    """Creates, updates and deletes a stack `chat`, and waits until it has settled."""

    def __init__(self, aws: LocalAws) -> None:
        self.client = aws.client("cloudformation")

    def create(self, body: dict[str, Any], *, on_failure: str = "ROLLBACK") -> dict[str, Any]:
        self.client.create_stack(
            StackName="chat", TemplateBody=json.dumps(body), OnFailure=on_failure
        )
        return self._settled()

    def update(self, body: dict[str, Any]) -> dict[str, Any]:
        self.client.update_stack(StackName="chat", TemplateBody=json.dumps(body))
        return self._settled()

    def delete(self) -> None:
        self.client.delete_stack(StackName="chat")
        waiter = self.client.get_waiter("stack_delete_complete")
        waiter.wait(StackName="chat", WaiterConfig=FAST)

    def reasons(self) -> list[str]:
        """Why resources of the stack failed."""
        events = self.client.describe_stack_events(StackName="chat")["StackEvents"]
        return [e["ResourceStatusReason"] for e in events if "FAILED" in e["ResourceStatus"]]

    def outputs(self) -> dict[str, str]:
        stack = self.client.describe_stacks(StackName="chat")["Stacks"][0]
        return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}

    def _settled(self) -> dict[str, Any]:
        while True:
            stack: dict[str, Any] = self.client.describe_stacks(StackName="chat")["Stacks"][0]
            if not stack["StackStatus"].endswith("_IN_PROGRESS"):
                return stack
