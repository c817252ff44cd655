"""Rules for the region, the account's key and the log groups."""

import re

from infra.config.catalogue.partitions import partition
from infra.config.catalogue.regions import regions
from infra.config.nearest import nearest
from infra.config.rules.subjects import EnvironmentSubject
from infra.config.rules.table import Breach, Rule, breach
from infra.config.rules.variant_subjects import VariantSubject

RETENTION_DAYS = (
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
)  # fmt: skip
"""Values of RetentionInDays: API_PutRetentionPolicy of CloudWatch Logs."""


def region_unknown(subject: EnvironmentSubject) -> list[Breach]:
    """Regions in which SageMaker hosts nothing."""
    region = subject.environment.region
    if region in regions():
        return []
    return [breach("region", value=region, hint=nearest(region, regions()))]


def not_priced(subject: VariantSubject) -> list[Breach]:
    """Instances without a hosting price in the region."""
    region, instance = subject.environment.region, subject.instance
    if instance is None or region not in regions() or region in instance.regions_priced:
        return []
    return [breach(*subject.where("instance"), instance=instance.name, region=region)]


def key_malformed(subject: EnvironmentSubject) -> list[Breach]:
    """Keys that are no ARN of a key in the environment's region."""
    environment = subject.environment
    if environment.kms_key is None:
        return []
    prefix = f"arn:{partition(environment.region).name}:kms:{environment.region}:"
    if re.fullmatch(rf"{prefix}[0-9]{{12}}:key/[A-Za-z0-9-]+", environment.kms_key):
        return []
    return [breach("kms_key", value=environment.kms_key, form=f"{prefix}ACCOUNT:key/ID")]


def retention_refused(subject: EnvironmentSubject) -> list[Breach]:
    """Retention times that CloudWatch Logs does not offer."""
    days = subject.environment.logs.retention_days
    if days in RETENTION_DAYS:
        return []
    longer = next((offer for offer in RETENTION_DAYS if offer > days), RETENTION_DAYS[-1])
    allowed = ", ".join(str(offer) for offer in RETENTION_DAYS)
    return [breach("logs", "retention_days", value=days, allowed=allowed, near=longer)]


ENVIRONMENT_PLACE: list[Rule[EnvironmentSubject]] = [
    Rule("REGION", region_unknown, "there is no region {value!r} that hosts SageMaker", "{hint}"),
    Rule(
        "KMS",
        key_malformed,
        "{value!r} is not the ARN of a KMS key in the environment's region",
        "write {form}",
    ),
    Rule(
        "LOGS",
        retention_refused,
        "CloudWatch Logs keeps no lines for {value} days, only for {allowed}",
        "write {near}",
    ),
]
VARIANT_PLACE: list[Rule[VariantSubject]] = [
    Rule(
        "REG-01",
        not_priced,
        "{instance} has no hosting price in {region}, so it may not be offered there (price lists "
        "are neither complete nor exact)",
        "see the SageMaker pricing page, or use another type",
        "warn",
    ),
]
