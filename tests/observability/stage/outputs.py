"""What the observability stack tells."""

from tests.e2e.conftest import Project


def output(project: Project, name: str) -> str:
    """An output of the stack."""
    client = project.aws.client("cloudformation")
    (stack,) = client.describe_stacks(StackName="lockgate-local-observability")["Stacks"]
    values = {one["OutputKey"]: one["OutputValue"] for one in stack["Outputs"]}
    value: str = values[name]
    return value
