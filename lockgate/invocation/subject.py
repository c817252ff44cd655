"""The endpoint that is asked, with what the configuration says about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lockgate.aws import Target, is_local, target_of
from lockgate.errors import CommandError
from lockgate.invocation.choice import why_unstreamed
from lockgate.invocation.target_models import release_of
from lockgate.project import environment_of, open_project, project_root, require_endpoint

if TYPE_CHECKING:
    from infra.config.endpoints import Endpoint
    from infra.config.environment import Environment
    from infra.config.model_card import ModelCard
    from infra.config.project import Project
    from infra.config.references import ReleaseReference
    from lockgate.addresses import Address
    from lockgate.invocation.choice import Choice


@dataclass(frozen=True)
class Subject:
    """One endpoint of the project in the current folder."""

    root: Path
    project: Project
    environment: Environment
    address: Address
    endpoint: Endpoint

    def target(self) -> Target:
        """Return the AWS that the endpoint lives in.

        Raises:
            CommandError: it is the local AWS, and that does not run.
        """
        return target_of(self.environment, self.root)

    def releases(self) -> dict[str, ReleaseReference]:
        """Return the release of each production variant, by the variant's name."""
        from infra.config.endpoints import production_variants

        return {variant.name: variant.model for variant in production_variants(self.endpoint)}

    def answering(self, choice: Choice, variant: str | None = None) -> ReleaseReference | None:
        """Return the release that answers, as far as the configuration knows it.

        Args:
            choice: what was chosen on the command line.
            variant: the variant that answered, if SageMaker has said it.
        """
        if choice.target_model is not None:
            return release_of(choice.target_model, self.project)
        releases = self.releases()
        name = variant or choice.target_variant
        return releases.get(name) if name else next(iter(releases.values()), None)

    def stand_in(self, asked: ReleaseReference | None) -> ReleaseReference | None:
        """Return the release that answers in place of one that the local AWS cannot run."""
        from infra.config.stand_ins import stand_in_of

        if asked is None or not is_local(self.environment):
            return None
        return stand_in_of(self.project, asked)

    def card(self, choice: Choice) -> ModelCard | None:
        """Return the card of the model that answers; None if no card describes it.

        Raises:
            CommandError: several may answer, whose tasks differ.
        """
        chosen = self.answering(choice)
        if choice.target_model is None and choice.target_variant is None:
            self._require_one_task()
        return self.project.models.get(chosen.model) if chosen else None

    def _require_one_task(self) -> None:
        models = {name: self.project.models.get(one.model) for name, one in self.releases().items()}
        tasks = {name: card.task for name, card in models.items() if card}
        if len(set(tasks.values())) > 1:
            told = ", ".join(f"{name} {task}" for name, task in tasks.items())
            raise CommandError(
                f"the variants of {self.address} have different tasks: {told}",
                fix="choose one with --target-variant",
            )

    def why_unstreamed(self, choice: Choice) -> str | None:
        """Return why an answer cannot stream: the kind of endpoint, or the container; or None."""
        from infra.config.own_weights import model_workers

        answering = self.answering(choice)
        by = self.stand_in(answering) or answering
        release = self.project.find(by) if by else None
        if reason := why_unstreamed(self.endpoint):
            return reason
        if release is None or not model_workers(self.root, release):
            return None
        return f"Multi Model Server, in containers/{release.container}, sends whole answers only"


def find_subject(address: Address) -> Subject:
    """Find an endpoint in the configuration.

    Raises:
        CommandError: the environment or the endpoint is unknown.
    """
    root = project_root()
    project = open_project(root, only=address.environment)
    environment = environment_of(project, address.environment)
    endpoint = require_endpoint(environment, address.environment, address.endpoint)
    return Subject(root, project, environment, address, endpoint)
