"""What CloudFormation stacks say about what they hold."""

from __future__ import annotations

from infra.config.naming import stack_name
from lockgate.addresses import Address
from lockgate.aws import Target, readable_errors
from lockgate.errors import CommandError
from lockgate.s3_uris import S3Uri, parse_s3_uri

OBSERVABILITY = "observability"
"""What the stack that watches an environment is called within it."""


def read_stack_outputs(target: Target, address: Address) -> dict[str, str]:
    """Return the outputs of an endpoint's stack by their keys.

    Raises:
        CommandError: the stack does not exist, or AWS cannot be used.
    """
    fix = f"deploy it: lockgate deploy {address.environment} {address.endpoint}"
    return _read(target, address.stack, str(address), fix=fix)


def require_observability(target: Target, environment: str, output: str) -> str:
    """Return an output of the stack that watches an environment.

    Raises:
        CommandError: the stack does not exist or lacks the output, or AWS cannot be used.
    """
    stack = stack_name(environment, OBSERVABILITY)
    fix = f"deploy it: lockgate deploy {environment}"
    outputs = _read(target, stack, f"the observability of {environment}", fix=fix)
    if output not in outputs:
        raise CommandError(
            f"the stack {stack} has no output {output}",
            fix=f"deploy it again: lockgate deploy {environment}",
        )
    return outputs[output]


def _read(target: Target, stack: str, what: str, *, fix: str) -> dict[str, str]:
    from botocore.exceptions import ClientError

    with readable_errors(target):
        try:
            found = target.client("cloudformation").describe_stacks(StackName=stack)
        except ClientError as error:
            if "does not exist" not in str(error):
                raise
            raise CommandError(
                f"{what} is not deployed in {target.place} (no stack {stack})", fix=fix
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
