"""The surroundings: project, disk, cache, local AWS and AWS credentials."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from lockgate.doctor.findings import Finding
from lockgate.local.state import StateFolder

GIB = 1 << 30
NEEDED_GIB = 2
"""A container's environment and a small model, with room to unpack them."""


def check_disk(folder: Path) -> Finding:
    """Check the free space where downloads go."""
    free = shutil.disk_usage(existing(folder)).free / GIB
    detail = f"{free:.0f} GiB free"
    if free >= NEEDED_GIB:
        return Finding("Disk", "ok", detail)
    return Finding("Disk", "missing", f"{detail}; {NEEDED_GIB} GiB are needed", "free some space")


def check_cache(environ: Mapping[str, str]) -> Finding:
    """Check that the cache of models and environments can be written."""
    from infra.config.artifacts import default_cache

    cache = default_cache(environ)
    if os.access(existing(cache), os.W_OK):
        return Finding("Cache", "ok", str(cache))
    fix = "set LOCKGATE_CACHE to a folder that can be"
    return Finding("Cache", "missing", f"{cache} cannot be written", fix)


def existing(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that exists."""
    return next(place for place in (folder, *folder.parents) if place.exists())


def check_local_aws(root: Path) -> Finding:
    """Look for a running local AWS of the project."""
    state = StateFolder(root).read()
    if state is None:
        return Finding("Local AWS", "note", "not running", "lockgate local up --detach")
    return Finding("Local AWS", "ok", f"{state.endpoint_url}, pid {state.pid}")


def check_credentials() -> Finding:
    """Look for AWS credentials, without using them."""
    import boto3
    from botocore.exceptions import BotoCoreError

    fix = "only for real accounts: aws configure sso, or set AWS_PROFILE"
    try:
        session = boto3.Session()
        found = session.get_credentials()
    except BotoCoreError as error:
        return Finding("AWS credentials", "note", str(error), fix)
    if found is None:
        return Finding("AWS credentials", "note", "none found", fix)
    return Finding("AWS credentials", "ok", f"from {found.method}, profile {session.profile_name}")
