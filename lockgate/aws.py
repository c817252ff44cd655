"""Which AWS an environment lives in, and boto3 clients for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lockgate.addresses import Address
from lockgate.errors import CommandError
from lockgate.local.preconditions import require_running

if TYPE_CHECKING:
    from infra.config.environment import Environment

LOCAL_CREDENTIALS = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
"""The local AWS accepts any; these are plainly not real ones."""
READ_TIMEOUT_S = 70
"""SageMaker gives a model 60 s to answer; its own error should arrive before ours."""


@dataclass(frozen=True)
class Target:
    """An AWS to talk to: the real one, or a local one with its address."""

    region: str
    endpoint_url: str | None = None

    @property
    def place(self) -> str:
        """What to call it in a sentence."""
        return "the local AWS" if self.endpoint_url else self.region

    def client(
        self, service: str, *, attempts: int = 1, read_timeout_s: float = READ_TIMEOUT_S
    ) -> Any:
        """Return a boto3 client of one service, which never sends a request twice by default.

        Raises:
            CommandError: the shell names a profile that does not exist.
        """
        from botocore.config import Config

        config = Config(
            read_timeout=read_timeout_s,
            retries={"total_max_attempts": attempts},
            # No bucket of the local AWS becomes part of a host name that nobody resolves.
            s3={"addressing_style": "path"} if self.endpoint_url else None,
            # A proxy of the shell does not reach this machine.
            proxies={} if self.endpoint_url else None,
        )
        credentials = LOCAL_CREDENTIALS if self.endpoint_url else {}
        return _session(local=self.endpoint_url is not None).client(
            service,
            region_name=self.region,
            endpoint_url=self.endpoint_url,
            config=config,
            **credentials,
        )


@cache
def _session(*, local: bool) -> Any:
    """The user's own session, or for the local AWS one that looks for no profile of the shell."""
    import boto3
    import botocore.session
    from botocore.exceptions import ProfileNotFound

    variables = {"profile": (None, None, None, None)} if local else None
    try:
        return boto3.Session(botocore_session=botocore.session.Session(session_vars=variables))
    except ProfileNotFound as error:
        raise CommandError(
            f"AWS_PROFILE: {error}", fix="aws configure list-profiles shows those that there are"
        ) from None


def is_local(environment: Environment) -> bool:
    """Tell whether an environment lives in the local AWS: only there does nobody build images."""
    return environment.images == "local"


def require_local(environment: Environment, address: Address) -> None:
    """Check that an endpoint lives in the local AWS.

    Raises:
        CommandError: it lives in a real account.
    """
    if not is_local(environment):
        raise CommandError(
            f"{address} does not run in the local AWS",
            fix=f"read its log: {tail_command(address, environment.region)}",
        )


def tail_command(address: Address, region: str) -> str:
    """Return the command of the AWS CLI that shows the log of an endpoint."""
    return f"aws logs tail {address.log_group} --region {region}"


def target_of(environment: Environment, root: Path) -> Target:
    """Return the AWS of an environment.

    Raises:
        CommandError: it is the local AWS, and that does not run.
    """
    url = require_running(root).endpoint_url if is_local(environment) else None
    return Target(environment.region, url)


@contextmanager
def readable_errors(target: Target) -> Iterator[None]:
    """Turn what boto3 raises into one message.

    Raises:
        CommandError: AWS refused, could not be reached, or there are no credentials for it.
    """
    from botocore import exceptions

    try:
        yield
    except exceptions.ClientError as error:
        answer = error.response.get("Error", {})
        code, message = answer.get("Code", "Error"), answer.get("Message", str(error))
        raise CommandError(f"AWS answered {code}: {message}") from None
    except exceptions.NoCredentialsError:
        raise CommandError(
            "no AWS credentials were found", fix="sign in: aws sso login, or set AWS_PROFILE"
        ) from None
    except exceptions.BotoCoreError as error:
        place = target.endpoint_url or f"AWS in {target.region}"
        raise CommandError(f"{place} could not be used: {error}") from None
