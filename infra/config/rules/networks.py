"""Rules for the network of an environment."""

import re
from collections.abc import Iterator

from infra.config.documents import KeyPath
from infra.config.network import CreateVpc, ExistingVpc
from infra.config.rules.ranges import outside
from infra.config.rules.subjects import EnvironmentSubject
from infra.config.rules.table import Breach, Rule, breach
from infra.config.rules.variant_subjects import VariantSubject
from infra.config.sources import HuggingFaceSource

MAX_SUBNETS, MAX_GROUPS = 16, 5
MIN_ZONES, MAX_ZONES = 2, 3
"""SageMaker demands subnets in two zones (https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html);
few regions have four."""


def subnets_outside(subject: EnvironmentSubject) -> list[Breach]:
    """No subnet, or more than a model may name."""
    vpc = subject.environment.network.vpc
    if not isinstance(vpc, ExistingVpc):
        return []
    return outside(len(vpc.subnets), 1, MAX_SUBNETS, "network", "vpc", "subnets")


def single_subnet(subject: EnvironmentSubject) -> list[Breach]:
    """One subnet, and so one zone."""
    vpc = subject.environment.network.vpc
    if not isinstance(vpc, ExistingVpc) or len(set(vpc.subnets)) != 1:
        return []
    return [breach("network", "vpc", "subnets")]


def zones_outside(subject: EnvironmentSubject) -> list[Breach]:
    """Fewer zones than SageMaker demands of a VPC, or more than a new one is spread over."""
    vpc = subject.environment.network.vpc
    if not isinstance(vpc, CreateVpc):
        return []
    zones = vpc.create.max_azs
    return outside(zones, MIN_ZONES, MAX_ZONES, "network", "vpc", "create", "max_azs")


def too_many_groups(subject: EnvironmentSubject) -> list[Breach]:
    """More security groups than a model may name."""
    vpc = subject.environment.network.vpc
    if not isinstance(vpc, ExistingVpc) or len(vpc.security_groups) <= MAX_GROUPS:
        return []
    return [breach("network", "vpc", "security_groups", value=len(vpc.security_groups))]


def malformed_ids(subject: EnvironmentSubject) -> Iterator[Breach]:
    """Ids that are not of the kind that is asked for."""
    vpc = subject.environment.network.vpc
    if not isinstance(vpc, ExistingVpc):
        return
    places: list[tuple[KeyPath, str, str]] = [(("id",), vpc.id, "vpc")]
    for field, prefix in (("subnets", "subnet"), ("security_groups", "sg")):
        places += [((field, str(i)), value, prefix) for i, value in enumerate(getattr(vpc, field))]
    for path, value, prefix in places:
        if not re.fullmatch(rf"{prefix}-([0-9a-f]{{8}}|[0-9a-f]{{17}})", value):
            yield breach("network", "vpc", *path, value=value, prefix=prefix)


def gateways_outside(subject: EnvironmentSubject) -> list[Breach]:
    """More NAT gateways than zones, or fewer than none."""
    vpc = subject.environment.network.vpc
    if not isinstance(vpc, CreateVpc):
        return []
    path = ("network", "vpc", "create", "nat_gateways")
    return outside(vpc.create.nat_gateways, 0, max(0, vpc.create.max_azs), *path)


def cut_off(subject: VariantSubject) -> list[Breach]:
    """Containers that fetch their model from the internet, in a network without a way there."""
    vpc = subject.environment.network.vpc
    if not isinstance(vpc, CreateVpc) or vpc.create.nat_gateways > 0 or subject.release is None:
        return []
    source = subject.release.source
    if not isinstance(source, HuggingFaceSource):
        return []
    return [breach(*subject.where("model"), model=subject.variant.model, source=source)]


ENVIRONMENT_NETWORK: list[Rule[EnvironmentSubject]] = [
    Rule(
        "SM-VPC-01",
        subnets_outside,
        "{value} subnets are outside the {low} to {high} of a model",
        "name subnets within them",
    ),
    Rule(
        "SM-VPC-01",
        single_subnet,
        "one subnet is one zone, and SageMaker demands subnets in two",
        "name a second one, in another zone",
        "warn",
    ),
    Rule(
        "VPC",
        zones_outside,
        "{value} availability zones are outside the {low} to {high} of a new VPC",
        "choose a number within them",
    ),
    Rule(
        "SM-VPC-01",
        too_many_groups,
        "{value} security groups are more than the 5 of a model",
        "remove some",
    ),
    Rule(
        "SM-VPC-01",
        malformed_ids,
        "{value!r} is not an id: {prefix}- and 8 or 17 hexadecimal digits",
        "correct it",
    ),
    Rule(
        "VPC",
        gateways_outside,
        "{value} NAT gateways are outside {low} to {high}, one for each zone",
        "choose a number within them",
    ),
]
VARIANT_NETWORK: list[Rule[VariantSubject]] = [
    Rule(
        "VPC",
        cut_off,
        "{model} is fetched from {source} at start, and a VPC without NAT gateways has no way to "
        "the internet",
        "set nat_gateways to 1 or more, or copy the weights to S3",
    ),
]
