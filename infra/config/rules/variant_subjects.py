"""What rules about one variant look at: its release, its instance, and the image it runs in."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from infra.config.catalogue import Instance, ManagedImageVersion, instances, managed_image
from infra.config.catalogue.images import Processor, UnknownImageError
from infra.config.documents import Document, KeyPath
from infra.config.endpoints import (
    Endpoint,
    MultiModelEndpoint,
    ServedVariant,
    production_variants,
    shadow_variant,
)
from infra.config.endpoints.common import InstanceEndpoint
from infra.config.endpoints.variants import SHADOW
from infra.config.environment import Environment
from infra.config.model_card import ManagedImage, ModelCard, Release
from infra.config.own_labels import cuda_of
from infra.config.own_weights import model_workers
from infra.config.project import Project
from infra.config.rules.subjects import EndpointSubject


@dataclass(frozen=True)
class VariantSubject:
    """One variant of an endpoint, with what it refers to. None stands for what is missing.

    Each model of a multi-model endpoint counts as one. Paths are below the endpoint, because a
    variant inherits most values from it: `where` tells at which place one is written.
    """

    parent: EndpointSubject
    variant: ServedVariant
    model_path: KeyPath
    """Where the release is named, below the endpoint."""

    @property
    def document(self) -> Document:
        """The environment's file."""
        return self.parent.document

    @property
    def path(self) -> KeyPath:
        """Where the endpoint stands."""
        return self.parent.path

    @property
    def project(self) -> Project:
        """The whole project."""
        return self.parent.project

    @property
    def environment(self) -> Environment:
        """The environment that the endpoint belongs to."""
        return self.parent.environment

    @property
    def endpoint(self) -> Endpoint:
        """The endpoint that the variant belongs to."""
        return self.parent.endpoint

    @property
    def hosting(self) -> InstanceEndpoint | None:
        """What the endpoint says about its instances; None for a serverless one."""
        return self.parent.hosting

    @property
    def is_shadow(self) -> bool:
        """Whether it gets copies of the traffic, in place of a share of it."""
        return self.variant.name == SHADOW and self.variant.path == ("shadow",)

    def where(self, key: str, *inner: str) -> KeyPath:
        """The path below the endpoint at which a value of the variant is written."""
        return self.model_path if key == "model" else (*self.variant.where(key), *inner)

    @property
    def card(self) -> ModelCard | None:
        """The card of the model."""
        return self.project.models.get(self.variant.model.model)

    @property
    def release(self) -> Release | None:
        """The release that answers."""
        return self.project.find(self.variant.model)

    @property
    def measured(self) -> tuple[ModelCard, Release] | None:
        """Card and release, where their figures can be calculated with; other rules say why not."""
        card, release = self.card, self.release
        if card is None or release is None:
            return None
        figures = [value for _, value in card.architecture if value is not None]
        if release.neuron:
            figures.append(release.neuron.tensor_parallel_degree)
        return (card, release) if min(figures) >= 1 else None

    @property
    def instance(self) -> Instance | None:
        """The instance type; None on serverless endpoints too."""
        return instances().get(self.variant.instance) if self.variant.instance else None

    @property
    def processor(self) -> Processor | None:
        """What an image must be built for; None for unknown instances."""
        if self.hosting is None:
            return "cpu"
        return self.instance.kind if self.instance else None

    @cached_property
    def image(self) -> ManagedImageVersion | None:
        """The managed image, if the release runs in one that exists."""
        container = self.release.container if self.release else None
        if not isinstance(container, ManagedImage):
            return None
        try:
            return managed_image(container.managed, container.version)
        except UnknownImageError:
            return None

    @property
    def workers(self) -> int:
        """Processes of Multi Model Server that each load the model; 0 without it."""
        return model_workers(self.project.root, self.release) if self.release else 0

    @property
    def image_name(self) -> str:
        """What the image is called in a message."""
        container = self.release.container if self.release else None
        return f"containers/{container}" if isinstance(container, str) else str(self.image)

    @property
    def cuda(self) -> tuple[int, int] | None:
        """The CUDA version of the image, where its tag or its label tells."""
        if self.processor != "gpu":
            return None
        if self.image is not None:
            return self.image.cuda("gpu") if "gpu" in self.image.tags else None
        container = self.release.container if self.release else None
        return cuda_of(self.project.root, container) if isinstance(container, str) else None


def variant_subjects(parent: EndpointSubject) -> Iterator[VariantSubject]:
    """Every variant of an endpoint, the shadow included, and every model of a multi-model one."""
    endpoint = parent.endpoint
    for variant in production_variants(endpoint):
        if isinstance(endpoint, MultiModelEndpoint):
            for index, model in enumerate(endpoint.models):
                path = ("models", str(index))
                yield VariantSubject(parent, replace(variant, model=model), path)
        else:
            yield VariantSubject(parent, variant, variant.where("model"))
    if shadow := shadow_variant(endpoint):
        yield VariantSubject(parent, shadow, shadow.where("model"))
