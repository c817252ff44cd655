"""How people name endpoints on the command line: `ENV/ENDPOINT`."""

from dataclasses import dataclass

from infra.config import naming
from lockgate.errors import CommandError

LOCAL = "local"
"""The environment that the local AWS is started for."""


@dataclass(frozen=True)
class Address:
    """One endpoint of one environment."""

    environment: str
    endpoint: str

    def __str__(self) -> str:
        return f"{self.environment}/{self.endpoint}"

    @property
    def name(self) -> str:
        """The name of the SageMaker endpoint."""
        return naming.endpoint_name(self.environment, self.endpoint)

    @property
    def stack(self) -> str:
        """The name of the endpoint's CloudFormation stack."""
        return naming.stack_name(self.environment, self.endpoint)

    @property
    def log_group(self) -> str:
        """The log group that SageMaker gives the endpoint."""
        return naming.log_group(self.name)


def parse_address(text: str) -> Address:
    """Read `ENV/ENDPOINT`.

    Raises:
        CommandError: the text has another form.
    """
    environment, separator, endpoint = text.partition("/")
    if not (environment and separator and endpoint) or "/" in endpoint:
        raise CommandError(
            f"{text!r} does not name an endpoint", fix="write ENV/ENDPOINT, as in local/chat"
        )
    return Address(environment, endpoint)


def parse_local_address(text: str) -> Address:
    """Read an endpoint of the local AWS: `chat`, `local/chat`, or its name, `local-chat`."""
    if "/" in text:
        return parse_address(text)
    return Address(LOCAL, text.removeprefix(f"{LOCAL}-"))
