"""Where the endpoints of an environment sit in the network."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Tag

from infra.config.base import ConfigModel


class ExistingVpc(ConfigModel):
    """A VPC of the account; its subnets and security groups are named, so synth asks no AWS."""

    id: str
    """The VPC: `vpc-...`."""
    subnets: list[str]
    """Private subnets for the instances: `subnet-...`."""
    security_groups: list[str] = []
    """Security groups of the instances. Default: one is created that allows no inbound traffic."""


class NewVpc(ConfigModel):
    """The shape of a VPC that the environment creates for itself."""

    max_azs: int = 2
    """Availability zones to spread over."""
    nat_gateways: int = 0
    """NAT gateways; 0 keeps the instances off the internet, with VPC endpoints for AWS."""


class CreateVpc(ConfigModel):
    """A VPC created with the environment."""

    create: NewVpc
    """Its shape."""


def _form(vpc: Any) -> str:
    if isinstance(vpc, ExistingVpc | CreateVpc | dict):
        creates = isinstance(vpc, CreateVpc) or (isinstance(vpc, dict) and "create" in vpc)
        return "create" if creates else "existing"
    return "none"


def _only_none(vpc: Any) -> Any:
    if vpc != "none":
        forms = "none, {id: vpc-..., subnets: [...]} or {create: {...}}"
        raise ValueError(f"{vpc!r} is not a network; write {forms}")
    return vpc


Vpc = Annotated[
    Annotated[Literal["none"], BeforeValidator(_only_none), Tag("none")]
    | Annotated[ExistingVpc, Tag("existing")]
    | Annotated[CreateVpc, Tag("create")],
    Discriminator(_form),
]
"""The form is chosen before it is read, so that an error speaks of that form alone."""


class Network(ConfigModel):
    """The network of an environment."""

    vpc: Vpc = "none"
    """`none`, an existing VPC, or one to create."""
