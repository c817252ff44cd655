"""Who builds the images of `containers/`: CodeBuild, Docker on this machine, or nobody."""

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from aws_cdk import Stack
from constructs import Construct

from infra.arns import Arns
from infra.config.own_images import own_dockerfile
from infra.config.own_labels import cuda_of
from infra.images.context import content_tag, copy_context
from infra.images.image import OUTPUT, PLATFORM, Image, own_image
from infra.staging import relative_to_assembly, staging_path

if TYPE_CHECKING:
    from aws_cdk import aws_ecr as ecr


class ImageSource(Protocol):
    """Gives the image of a container of ours to a stack that uses it."""

    def image(self, scope: Construct, container: str, /) -> Image:
        """The image of `containers/CONTAINER` at its present content."""
        ...


class LocalImages:
    """Nothing is built: the local AWS runs the container's code as a process."""

    def __init__(self, root: Path, arns: Arns) -> None:
        self._root = root
        self._arns = arns
        self._tag = _tags(root)

    def image(self, _: Construct, container: str, /) -> Image:
        """A name from which the local AWS knows the folder and sees changes of its content."""
        return own_image(
            self._arns,
            container,
            repository=f"lockgate/{container}",
            tag=self._tag(container),
            cuda=cuda_of(self._root, container),
        )


class DockerImages:
    """Docker on the deploying machine builds; the CDK CLI pushes to the bootstrap repository."""

    def __init__(self, root: Path, arns: Arns) -> None:
        self._root = root
        self._arns = arns
        self._tag = _tags(root)

    def image(self, scope: Construct, container: str, /) -> Image:
        """A Docker asset of the scope's stack."""
        tag = self._tag(container)
        staged = staging_path(scope, tag)
        if not staged.exists():
            copy_context(self._root, container, staged)
        location = Stack.of(scope).synthesizer.add_docker_image_asset(
            source_hash=tag,
            directory_name=relative_to_assembly(scope, staged),
            docker_file=own_dockerfile(container),
            platform=PLATFORM,
            docker_outputs=[OUTPUT],
        )
        repository = self._arns.repository(location.repository_name)
        cuda = cuda_of(self._root, container)
        return Image(container, location.image_uri, repository, cuda)


class BuiltImages:
    """CodeBuild builds, in the environment's own account."""

    def __init__(
        self, root: Path, arns: Arns, repositories: "Mapping[str, ecr.IRepository]"
    ) -> None:
        self._root = root
        self._arns = arns
        self._tag = _tags(root)
        self._repositories = repositories

    def image(self, scope: Construct, container: str, /) -> Image:
        """The environment's repository, at the tag that its images stack has built.

        Only the repository's name crosses the stacks. A tag that is exported could never change,
        because CloudFormation refuses to change an export that another stack uses.
        """
        repository = self._repositories[container]
        Stack.of(scope).add_stack_dependency(Stack.of(repository), "the image is built there")
        name, tag = repository.repository_name, self._tag(container)
        cuda = cuda_of(self._root, container)
        return own_image(self._arns, container, repository=name, tag=tag, cuda=cuda)


def _tags(root: Path) -> Callable[[str], str]:
    """Tags by container, each computed once however many endpoints run it."""
    return cache(partial(content_tag, root))
