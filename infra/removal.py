"""What becomes of stateful resources when their stack is deleted."""

from aws_cdk import RemovalPolicy


def removal_policy(*, protect: bool) -> RemovalPolicy:
    """Kept in a protected environment, deleted with the stack in any other."""
    return RemovalPolicy.RETAIN if protect else RemovalPolicy.DESTROY
