"""One container's image: its repository, and the build of its present content."""

from pathlib import Path

from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.images.builder import Builder
from infra.images.context import content_tag, write_context
from infra.images.project import BuildProject
from infra.images.repository import image_repository
from infra.staging import stage_file, staging_path


class ContainerImage(Construct):
    """The image of `containers/NAME`, tagged by its content and built before it is used."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        container: str,
        root: Path,
        builder: Builder,
        sboms: s3.IBucket,
        protect: bool,
    ) -> None:
        super().__init__(scope, construct_id)
        tag = content_tag(root, container)
        context = staging_path(self, tag, suffix=".zip")
        if not context.exists():
            write_context(root, container, context)
        self.repository = image_repository(self, key=builder.key, protect=protect)
        build = BuildProject(
            self,
            "Build",
            container=container,
            context=stage_file(self, context, digest=tag),
            repository=self.repository,
            sboms=sboms,
            key=builder.key,
            logs=builder.logs,
        )
        builder.build(self, "Image", project=build.project, repository=self.repository, tag=tag)
