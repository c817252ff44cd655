"""Images of an environment, built in its own account."""

from collections.abc import Collection
from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from constructs import Construct

from infra.buckets import private_bucket
from infra.config.environment import Environment
from infra.images.builder import Builder
from infra.images.container import ContainerImage


class ImagesStack(cdk.Stack):
    """A repository and a finished build for each container, and what each image holds."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        name: str,
        environment: Environment,
        containers: Collection[str],
        root: Path,
        key: kms.IKey,
        access_logs: str,
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            description=f"Lockgate {name}: images",
            termination_protection=environment.protect,
        )
        builder = Builder(self, "Builder", key=key, retention_days=environment.logs.retention_days)
        sboms = private_bucket(
            self, "Sboms", key=key, access_logs=access_logs, protect=environment.protect
        )
        cdk.CfnOutput(self, "SbomsBucketName", value=sboms.bucket_name)
        self.repositories = {
            container: ContainerImage(
                self,
                container,
                container=container,
                root=root,
                builder=builder,
                sboms=sboms,
                protect=environment.protect,
            ).repository
            for container in containers
        }
        # Weak, because a strong reference would keep this stack from dropping the repository of
        # a container that endpoints leave: it is deployed before they are.
        for repository in self.repositories.values():
            cdk.CrossStackReferences.of(repository).produce(cdk.ReferenceStrength.WEAK)
