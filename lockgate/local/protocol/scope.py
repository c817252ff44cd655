"""Whose resources a request reaches: one account in one region."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Scope:
    """An AWS account and region."""

    account: str
    region: str

    def arn(self, service: str, resource: str) -> str:
        """The name of a resource: `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"

    @property
    def partition(self) -> str:
        """The group of regions: `aws`, `aws-cn` or `aws-us-gov`."""
        prefixes = {"cn-": "aws-cn", "us-gov-": "aws-us-gov"}
        matching = [name for prefix, name in prefixes.items() if self.region.startswith(prefix)]
        return matching[0] if matching else "aws"
