"""The model that is exported: a folder, or a release of a model card."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from lockgate.errors import CommandError


def original_folder(text: str, *, root: Path, report: Callable[[str], None]) -> Path:
    """Return the folder that is named, or that of a release, downloaded if it has to be.

    Args:
        text: MODEL@RELEASE, or the path of a folder.
        root: the project's folder.
        report: told, in one line, about a download.

    Raises:
        CommandError: there is no such release, or its weights cannot be had.
    """
    from infra.config.artifacts import default_cache
    from infra.config.references import parse_reference
    from infra.config.violations import ConfigurationError
    from lockgate.project import open_project
    from lockgate.publishing.archive import fetch_weights

    try:
        reference = parse_reference(text)
    except ValueError:
        return Path(text)
    try:
        release = open_project(root).release(reference)
    except ConfigurationError as error:
        raise CommandError(str(error)) from None
    return fetch_weights(
        release, reference, root=root, cache=default_cache(os.environ), report=report
    )
