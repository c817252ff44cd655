"""What a container is to serve."""

from dataclasses import dataclass

from infra.config.model_card import Neuron, Release, Settings, Task
from infra.config.sources import HuggingFaceSource

MODEL_FOLDER = "/opt/ml/model"
"""Where SageMaker puts the artifact."""


@dataclass(frozen=True)
class Served:
    """One release on one kind of instance."""

    name: str
    """Name of the model card, and the model name that requests may give."""
    endpoint_name: str
    """Name of the endpoint, which some clients give as the name of the model."""
    release: Release
    accelerators: int
    """Accelerators of the instance; 0 on CPU instances."""
    task: Task
    """Task of the model card."""

    @property
    def settings(self) -> Settings:
        """How the server runs the release."""
        return self.release.settings

    @property
    def context_length(self) -> int:
        """Tokens for each request; a rule demands it of all images that are told."""
        if self.settings.context_length is None:
            raise ValueError(
                f"{self.name} runs in an image of AWS and has no context_length; add it"
            )
        return self.settings.context_length

    @property
    def neuron(self) -> Neuron:
        """What the release is compiled for; only releases for Neuron images have it."""
        if self.release.neuron is None:
            raise ValueError(f"{self.name} runs in a Neuron image and has no neuron settings")
        return self.release.neuron

    @property
    def location(self) -> str:
        """What engines call the model: a hub repository, or a folder."""
        source = self.release.source
        return source.repository if isinstance(source, HuggingFaceSource) else MODEL_FOLDER

    def revision(self, variable: str) -> dict[str, str]:
        """The pinned revision of a hub repository, under the variable that the engine reads."""
        source = self.release.source
        return {variable: source.revision} if isinstance(source, HuggingFaceSource) else {}
