"""Rules for how long S3 keeps captures and records."""

from infra.config.rules.asynchronous import MAX_RETENTION_DAYS
from infra.config.rules.ranges import outside
from infra.config.rules.subjects import EnvironmentSubject
from infra.config.rules.table import Breach, Rule


def captures_outside(subject: EnvironmentSubject) -> list[Breach]:
    """Times for which S3 cannot keep captures."""
    days = subject.environment.captures.retention_days
    return outside(days, 1, MAX_RETENTION_DAYS, "captures", "retention_days")


def records_outside(subject: EnvironmentSubject) -> list[Breach]:
    """Times for which S3 cannot keep records."""
    days = subject.environment.records.retention_days
    return outside(days, 1, MAX_RETENTION_DAYS, "records", "retention_days")


RETENTION: list[Rule[EnvironmentSubject]] = [
    Rule(
        "CAPTURES",
        captures_outside,
        "S3 does not keep captures for {value} days, only for {low} to {high}",
        "choose a number within them",
    ),
    Rule(
        "RECORDS",
        records_outside,
        "S3 does not keep records for {value} days, only for {low} to {high}",
        "choose a number within them",
    ),
]
