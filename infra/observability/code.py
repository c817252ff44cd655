"""The code of the pipeline's functions: a folder, what it shares, and packages."""

from pathlib import Path

from aws_cdk import FileAssetLocation
from constructs import Construct

from infra.config.environment import Environment
from infra.function_code import requirements_of, stage_code
from infra.function_packages import LAMBDA, THIS_MACHINE, fetch_packages

SHARED = ("emf",)


def pipeline_code(
    scope: Construct, folder: str, *, environment: Environment, cache: Path
) -> FileAssetLocation:
    """Add the code of a function to the assets of the stack.

    Args:
        scope: a construct of the stack.
        folder: its folder in `functions/`.
        environment: says whether Lambda runs it, or this machine.
        cache: folder of this machine for downloads.

    Raises:
        ArtifactError: a package that it needs cannot be had.
    """
    platform = THIS_MACHINE if environment.images == "local" else LAMBDA
    requirements = requirements_of(folder)
    packages = None
    if requirements.is_file():
        packages = fetch_packages(requirements, platform, cache=cache)
    return stage_code(scope, folder, shared=SHARED, packages=packages)
