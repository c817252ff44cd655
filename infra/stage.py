"""One environment: its stacks, composed."""

from functools import partial
from pathlib import Path

import aws_cdk as cdk
from constructs import Construct

from infra.arns import Arns
from infra.config.endpoints import production_variants, shadow_variant
from infra.config.environment import Environment
from infra.config.model_card import Release
from infra.config.network import CreateVpc, ExistingVpc
from infra.config.project import Project
from infra.config.references import ReleaseReference
from infra.config.stand_ins import stand_in_of
from infra.foundation import Fetch, Foundation
from infra.images.sources import BuiltImages, DockerImages, ImageSource, LocalImages
from infra.placement import Placement
from infra.stacks.data import DataStack
from infra.stacks.endpoint import EndpointStack
from infra.stacks.observability import ObservabilityStack
from infra.tags import tag_environment, tag_stacks


class EnvironmentStage(cdk.Stage):
    """Everything of one environment: `cdk deploy 'NAME/*'`."""

    def __init__(
        self, scope: Construct, name: str, *, project: Project, fetch: Fetch, cache: Path
    ) -> None:
        environment = project.environments[name]
        super().__init__(
            scope,
            name,
            env=cdk.Environment(account=environment.account, region=environment.region),
            stage_name=f"lockgate-{name}",
        )
        tag_environment(self, environment=name, tags=environment.tags)
        arns = Arns(environment.account, environment.region)
        self.data = DataStack(self, "data", name=name, environment=environment, arns=arns)
        self.observability = ObservabilityStack(
            self,
            "observability",
            name=name,
            environment=environment,
            arns=arns,
            data=self.data,
            find=project.release,
            cache=cache,
        )
        foundation = self._foundation(name, project, fetch, cache, arns)
        self.endpoints = {
            endpoint: EndpointStack(
                self,
                endpoint,
                name=endpoint,
                settings=settings,
                foundation=foundation,
            )
            for endpoint, settings in environment.endpoints.items()
        }
        stacks = [child for child in self.node.children if isinstance(child, cdk.Stack)]
        tag_stacks(stacks, environment=name, tags=environment.tags)
        self._order()

    def _order(self) -> None:
        """Say who is deployed before whom: CDK does not see it, where exports are named."""
        self.observability.add_stack_dependency(self.data)
        for stack in self.endpoints.values():
            stack.add_stack_dependency(self.observability)

    def _foundation(
        self, name: str, project: Project, fetch: Fetch, cache: Path, arns: Arns
    ) -> Foundation:
        environment, data = project.environments[name], self.data
        return Foundation(
            environment=name,
            arns=arns,
            key=data.key,
            key_arn=data.key.key_arn,
            captures=data.captures,
            results=data.results,
            models=data.models,
            scaling=data.scaling,
            publishing=data.publishing,
            stream=self.observability.stream,
            delivery_role=self.observability.delivery_role,
            placement=self._placement(name, environment, data),
            images=self._images(name, project, data, arns),
            find=project.release,
            find_card=project.models.__getitem__,
            find_answering=partial(answering, project, environment),
            fetch=fetch,
            cache=cache,
            protect=environment.protect,
            log_retention_days=environment.logs.retention_days,
        )

    def _placement(self, name: str, environment: Environment, data: DataStack) -> Placement | None:
        vpc = environment.network.vpc
        if not isinstance(vpc, (ExistingVpc, CreateVpc)):
            return None
        if isinstance(vpc, ExistingVpc) and vpc.security_groups:
            return Placement(vpc.subnets, vpc.security_groups)
        # Imported where it is used: aws_ec2 alone takes a tenth of a second to load.
        from infra.stacks.network import NetworkStack

        stack = NetworkStack(
            self, "network", name=name, environment=environment, vpc=vpc, key=data.key
        )
        return stack.placement

    def _images(self, name: str, project: Project, data: DataStack, arns: Arns) -> ImageSource:
        environment = project.environments[name]
        if environment.images == "local":
            return LocalImages(project.root, arns)
        if environment.images == "docker":
            return DockerImages(project.root, arns)
        containers = own_containers(project, environment)
        if not containers:
            return BuiltImages(project.root, arns, {})
        # Imported where it is used, as the network: CodeBuild, Lambda and ECR take as long.
        from infra.stacks.images import ImagesStack

        stack = ImagesStack(
            self,
            "images",
            name=name,
            environment=environment,
            containers=containers,
            root=project.root,
            key=data.key,
            access_logs=data.access_logs,
        )
        return BuiltImages(project.root, arns, stack.repositories)


def own_containers(project: Project, environment: Environment) -> list[str]:
    """Folders of `containers/` that a variant of the environment's endpoints runs."""
    endpoints = environment.endpoints.values()
    served = [variant for endpoint in endpoints for variant in production_variants(endpoint)]
    served += [shadow for endpoint in endpoints if (shadow := shadow_variant(endpoint))]
    containers = (project.release(variant.model).container for variant in served)
    return sorted({container for container in containers if isinstance(container, str)})


def answering(project: Project, environment: Environment, reference: ReleaseReference) -> Release:
    """The release whose container answers for a release.

    It is another one where the local AWS cannot run it, and starts the stand-in that the model's
    card names.
    """
    stand_in = stand_in_of(project, reference) if environment.images == "local" else None
    return project.release(stand_in or reference)
