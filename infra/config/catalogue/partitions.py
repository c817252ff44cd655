"""Partitions of AWS: what a region's ARNs and host names begin and end with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Partition:
    """One partition: its name in ARNs, and the domain of its endpoints."""

    name: str
    url_suffix: str


_COMMERCIAL = Partition("aws", "amazonaws.com")
_BY_PREFIX = {
    "cn-": Partition("aws-cn", "amazonaws.com.cn"),
    "us-gov-": Partition("aws-us-gov", "amazonaws.com"),
    "eusc-": Partition("aws-eusc", "amazonaws.eu"),
    "us-isob-": Partition("aws-iso-b", "sc2s.sgov.gov"),
    "us-isof-": Partition("aws-iso-f", "csp.hci.ic.gov"),
    "us-iso-": Partition("aws-iso", "c2s.ic.gov"),
    "eu-isoe-": Partition("aws-iso-e", "cloud.adc-e.uk"),
}


def partition(region: str) -> Partition:
    """The partition that a region belongs to (botocore's partitions.json)."""
    found = (known for prefix, known in _BY_PREFIX.items() if region.startswith(prefix))
    return next(found, _COMMERCIAL)
