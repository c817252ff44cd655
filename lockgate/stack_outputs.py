"""What an endpoint's CloudFormation stack says about it."""

from __future__ import annotations

from lockgate.addresses import Address
from lockgate.aws import Target, readable_errors
from lockgate.errors import CommandError
from lockgate.s3_uris import S3Uri, parse_s3_uri


def read_stack_outputs(target: Target, address: Address) -> dict[str, str]:
    """Return the outputs of an endpoint's stack by their keys.

    Raises:
        CommandError: the stack does not exist, or AWS cannot be used.
    """
    from botocore.exceptions import ClientError

    with readable_errors(target):
        try:
            found = target.client("cloudformation").describe_stacks(StackName=address.stack)
        except ClientError as error:
            if "does not exist" not in str(error):
                raise
            raise CommandError(
                f"{address} is not deployed in {target.place} (no stack {address.stack})",
                fix=f"deploy it: lockgate deploy {address.environment} {address.endpoint}",
            ) from None
    outputs = found["Stacks"][0].get("Outputs", [])
    return {output["OutputKey"]: output["OutputValue"] for output in outputs}


def require_prefix(target: Target, address: Address, output: str) -> S3Uri:
    """Return the place in S3 that an output of the endpoint's stack names.

    Raises:
        CommandError: as for `read_stack_outputs`, or the stack has no such output.
    """
    value = read_stack_outputs(target, address).get(output)
    if value is None:
        raise CommandError(
            f"the stack {address.stack} has no output {output}",
            fix=f"deploy it again: lockgate deploy {address.environment} {address.endpoint}",
        )
    try:
        return parse_s3_uri(value)
    except ValueError as error:
        raise CommandError(f"output {output} of the stack {address.stack}: {error}") from None
