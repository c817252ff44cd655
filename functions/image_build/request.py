"""What CloudFormation asks for."""

from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True)
class BuildRequest:
    """One image to build."""

    project: str
    """CodeBuild project."""
    repository: str
    """ECR repository."""
    tag: str
    """Tag, which is a digest of the content."""
    token: str
    """The same for each repetition of one request, so that a retry starts no second build."""

    @property
    def image(self) -> str:
        """Name of the image within its registry."""
        return f"{self.repository}:{self.tag}"

    @classmethod
    def from_event(cls, event: dict[str, Any]) -> Self | None:
        """The request of an event; None for a deletion, which leaves images alone."""
        if event["RequestType"] == "Delete":
            return None
        properties = event["ResourceProperties"]
        return cls(
            project=properties["Project"],
            repository=properties["Repository"],
            tag=properties["Tag"],
            token=event["RequestId"],
        )
