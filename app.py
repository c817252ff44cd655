"""The CDK app: one Stage for each environment.

`-c environment=NAME` (or several names with commas) limits what is synthesised.
"""

import os
import sys
from functools import partial
from pathlib import Path

import aws_cdk as cdk

from infra.config.artifacts import ArtifactError, default_cache, fetch
from infra.config.project import load_project
from infra.config.rules import check_project
from infra.config.violations import ConfigurationError, errors
from infra.stage import EnvironmentStage


def main() -> None:
    """Synthesise the environments that the context names; all without it."""
    app = cdk.App()
    root = Path(__file__).parent
    only = app.node.try_get_context("environment")
    project = load_project(root, only=only.split(",") if only else None)
    found = check_project(project)
    if errors(found):
        raise ConfigurationError(found)
    sys.stderr.writelines(f"{violation}\n" for violation in found)
    artifacts = partial(fetch, root=root, cache=default_cache(os.environ))
    for name in project.environments:
        EnvironmentStage(app, name, project=project, fetch=artifacts)
    app.synth()


try:
    main()
except (ConfigurationError, ArtifactError) as error:
    sys.exit(str(error))
