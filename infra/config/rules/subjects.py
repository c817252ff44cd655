"""What rules look at: a project, an environment, an endpoint, a model card, a release."""

from collections.abc import Iterator
from dataclasses import dataclass

from infra.config.documents import Document, KeyPath
from infra.config.endpoints import Endpoint
from infra.config.endpoints.common import InstanceEndpoint
from infra.config.environment import Environment
from infra.config.loading import ENVIRONMENTS, MODELS
from infra.config.model_card import ModelCard, Release
from infra.config.naming import endpoint_name
from infra.config.project import Project


@dataclass(frozen=True)
class EnvironmentSubject:
    """One environment."""

    project: Project
    name: str
    path: KeyPath = ()

    @property
    def document(self) -> Document:
        """Its file."""
        return self.project.documents[f"{ENVIRONMENTS}/{self.name}"]

    @property
    def environment(self) -> Environment:
        """What the file says."""
        return self.project.environments[self.name]

    def endpoints(self) -> Iterator["EndpointSubject"]:
        """Its endpoints."""
        return (EndpointSubject(self, name) for name in self.environment.endpoints)


@dataclass(frozen=True)
class EndpointSubject:
    """One endpoint of an environment, with what it refers to. None stands for what is missing."""

    parent: EnvironmentSubject
    name: str

    @property
    def document(self) -> Document:
        """The environment's file."""
        return self.parent.document

    @property
    def path(self) -> KeyPath:
        """Where the endpoint stands."""
        return ("endpoints", self.name)

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
        """What the file says."""
        return self.environment.endpoints[self.name]

    @property
    def endpoint_name(self) -> str:
        """The name on SageMaker."""
        return endpoint_name(self.parent.name, self.name)

    @property
    def hosting(self) -> InstanceEndpoint | None:
        """What the file says about its instances; None for a serverless endpoint."""
        return self.endpoint if isinstance(self.endpoint, InstanceEndpoint) else None


@dataclass(frozen=True)
class CardSubject:
    """One model card."""

    project: Project
    file: str
    path: KeyPath = ()

    @property
    def document(self) -> Document:
        """Its file."""
        return self.project.documents[f"{MODELS}/{self.file}"]

    @property
    def card(self) -> ModelCard:
        """What the file says."""
        return self.project.models[self.file]

    def releases(self) -> Iterator["ReleaseSubject"]:
        """Its releases."""
        return (ReleaseSubject(self, number) for number in self.card.releases)


@dataclass(frozen=True)
class ReleaseSubject:
    """One release of a model card."""

    parent: CardSubject
    number: int

    @property
    def document(self) -> Document:
        """The card's file."""
        return self.parent.document

    @property
    def path(self) -> KeyPath:
        """Where the release stands."""
        return ("releases", str(self.number))

    @property
    def project(self) -> Project:
        """The whole project."""
        return self.parent.project

    @property
    def card(self) -> ModelCard:
        """The card that it belongs to."""
        return self.parent.card

    @property
    def release(self) -> Release:
        """What the file says."""
        return self.card.releases[self.number]
