"""Environments: what runs where."""

from typing import Literal

from pydantic import Field

from infra.config.base import ConfigModel
from infra.config.endpoints import Endpoint
from infra.config.network import Network


class Logs(ConfigModel):
    """CloudWatch log groups of the environment."""

    retention_days: int = 30
    """Days that log lines are kept; one of the values that CloudWatch Logs accepts."""


class Results(ConfigModel):
    """What async endpoints leave in the environment's bucket: inputs, results and failures."""

    retention_days: int = 30
    """Days after which they are removed."""


class Captures(ConfigModel):
    """What data capture leaves in the environment's bucket, and what is derived from it."""

    retention_days: int = 90
    """Days after which captures are removed."""


class Records(ConfigModel):
    """The inference records of all endpoints, kept for replay and for Athena. They hold no text."""

    retention_days: int = 365
    """Days after which they are removed."""


class Environment(ConfigModel):
    """One environment: an account, a region and the endpoints in it."""

    account: str = Field(pattern="^[0-9]{12}$")
    """AWS account id, in quotes."""
    region: str
    """AWS region: `eu-west-1`."""
    protect: bool = False
    """Termination protection, and retention of stateful resources when a stack is deleted."""
    images: Literal["codebuild", "docker", "local"] = "codebuild"
    """Who builds the images of `containers/`: CodeBuild, Docker here, or nobody (local AWS)."""
    network: Network = Network()
    """Where the instances sit. Default: SageMaker's own network."""
    kms_key: str | None = None
    """ARN of a KMS key to encrypt with. Default: the environment creates one."""
    logs: Logs = Logs()
    """Log groups of the environment."""
    results: Results = Results()
    """Inputs, results and failures of async endpoints."""
    captures: Captures = Captures()
    """Captured requests and responses."""
    records: Records = Records()
    """Inference records."""
    tags: dict[str, str] = {}
    """Tags of every resource."""
    endpoints: dict[str, Endpoint] = {}
    """Endpoints by name; the SageMaker endpoint is called ENVIRONMENT-NAME."""
