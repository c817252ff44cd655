"""ARNs, put together here: CDK's own `format_arn` is a call into another process for each."""

from dataclasses import dataclass

from infra.config.catalogue.partitions import partition


@dataclass(frozen=True)
class Arns:
    """ARNs of one account and region. Parts of them may be tokens."""

    account: str
    region: str

    def of(self, service: str, resource: str) -> str:
        """ARN of a resource of this account and region: `of("sns", "topic-name")`."""
        return f"{self._start}:{service}:{self.region}:{self.account}:{resource}"

    def bucket(self, name: str) -> str:
        """ARN of a bucket; followed by `/` and a key, of an object."""
        return f"{self._start}:s3:::{name}"

    def repository(self, name: str, *, account: str | None = None) -> str:
        """ARN of an ECR repository of this region, in this account unless another is named."""
        return f"{self._start}:ecr:{self.region}:{account or self.account}:repository/{name}"

    def role(self, path: str) -> str:
        """ARN of a role of this account, by its path and name."""
        return f"{self._start}:iam::{self.account}:role/{path}"

    @property
    def registry(self) -> str:
        """Host of the account's ECR registry in this region."""
        return f"{self.account}.dkr.ecr.{self.region}.{partition(self.region).url_suffix}"

    @property
    def _start(self) -> str:
        return f"arn:{partition(self.region).name}"
