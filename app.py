"""The CDK app, the only reader of context (`environment=NAME,NAME`, `nag=true`) and variables."""

import os
import sys
from functools import partial
from pathlib import Path

from infra.config.artifacts import ArtifactError, default_cache, fetch
from infra.config.check import examine
from infra.config.dockerfile.errors import DockerfileError
from infra.config.violations import ConfigurationError, errors
from infra.nag import check_with_nag
from infra.stage import EnvironmentStage
from infra.synthesis import new_app


def main() -> None:
    """Check the configuration, then synthesise its environments."""
    app, root = new_app(), Path(__file__).parent
    only = app.node.try_get_context("environment")
    project, violations = examine(root, only=only.split(",") if only else None)
    if errors(violations):
        raise ConfigurationError(violations)
    sys.stderr.writelines(f"{violation}\n" for violation in violations)
    cache = default_cache(os.environ)
    artifacts = partial(fetch, root=root, cache=cache)
    for name in project.environments:
        EnvironmentStage(app, name, project=project, fetch=artifacts, cache=cache)
    if app.node.try_get_context("nag"):
        check_with_nag(app)
    app.synth()


try:
    main()
except (ConfigurationError, ArtifactError, DockerfileError) as error:
    sys.exit(str(error))
