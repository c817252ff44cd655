"""What a container is to serve."""

from dataclasses import dataclass

from infra.config.model_card import Release, Settings
from infra.config.sources import HuggingFaceSource

MODEL_FOLDER = "/opt/ml/model"
"""Where SageMaker puts the artifact."""


@dataclass(frozen=True)
class Served:
    """One release on one kind of instance."""

    name: str
    """Name of the model card, and the model name that requests may give."""
    release: Release
    accelerators: int
    """Accelerators of the instance; 0 on CPU instances."""

    @property
    def settings(self) -> Settings:
        """How the server runs the release."""
        return self.release.settings

    @property
    def location(self) -> str:
        """What engines call the model: a hub repository, or a folder."""
        source = self.release.source
        return source.repository if isinstance(source, HuggingFaceSource) else MODEL_FOLDER

    def revision(self, variable: str) -> dict[str, str]:
        """The pinned revision of a hub repository, under the variable that the engine reads."""
        source = self.release.source
        return {variable: source.revision} if isinstance(source, HuggingFaceSource) else {}
