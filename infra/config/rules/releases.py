"""Rules for the sources of releases, and their digests."""

import os
import re
from pathlib import Path

from infra.config.model_card import ManagedImage
from infra.config.multi_model import TRITON
from infra.config.rules.subjects import ReleaseSubject
from infra.config.rules.table import Breach, Rule, breach
from infra.config.sources import FileSource, HuggingFaceSource, PypiSource

MAX_ASSET_BYTES = 2 * 2**30
"""CDK refuses larger file assets."""
COMMIT = re.compile(r"[0-9a-f]{40}")
WITHOUT_REVISIONS = ("llama-cpp", "llama-cpp-arm64")
"""Images whose `llama-server` takes a repository, and no revision of it."""


def digest_missing(subject: ReleaseSubject) -> list[Breach]:
    """Files without a digest to check them by."""
    source, release = subject.release.source, subject.release
    single = isinstance(source, PypiSource) or _single_file(subject)
    if release.sha256 is not None or not single:
        return []
    return [breach("sha256", source=source)]


def outside_project(subject: ReleaseSubject) -> list[Breach]:
    """Files that others who clone the project would not have, by their path as it is written."""
    path, root = _path(subject), subject.project.root.absolute()
    if path is None or Path(os.path.normpath(path.absolute())).is_relative_to(root):
        return []
    return [breach("source", path=subject.release.source)]


def too_large(subject: ReleaseSubject) -> list[Breach]:
    """Files beyond what an asset may hold."""
    path = _path(subject)
    if path is None or not path.exists():
        return []
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    size = sum(file.stat().st_size for file in files)
    return [breach("source", size=size / 2**30)] if size > MAX_ASSET_BYTES else []


def floating(subject: ReleaseSubject) -> list[Breach]:
    """Hub revisions that may come to mean other weights."""
    source = subject.release.source
    if not isinstance(source, HuggingFaceSource) or COMMIT.fullmatch(source.revision):
        return []
    return [breach("source", revision=source.revision)]


def not_fetched(subject: ReleaseSubject) -> list[Breach]:
    """Hub sources for Triton, which does not download."""
    container = subject.release.container
    if not isinstance(subject.release.source, HuggingFaceSource):
        return []
    if not isinstance(container, ManagedImage) or container.managed != TRITON:
        return []
    return [breach("source", container=TRITON)]


def revision_unread(subject: ReleaseSubject) -> list[Breach]:
    """Hub revisions for a server that knows repositories only."""
    container, source = subject.release.container, subject.release.source
    if not isinstance(container, ManagedImage) or container.managed not in WITHOUT_REVISIONS:
        return []
    if not isinstance(source, HuggingFaceSource):
        return []
    return [breach("source", container=container.managed, revision=source.revision)]


def _path(subject: ReleaseSubject) -> Path | None:
    source = subject.release.source
    return subject.project.root / source.path if isinstance(source, FileSource) else None


def _single_file(subject: ReleaseSubject) -> bool:
    path = _path(subject)
    return path is not None and path.is_file()


RELEASES: list[Rule[ReleaseSubject]] = [
    Rule("SOURCE", digest_missing, "{source} has no digest to check it by", "add its sha256"),
    Rule(
        "SOURCE",
        outside_project,
        "{path} leads out of the project",
        "move the file into the project, or use s3://",
    ),
    Rule(
        "SOURCE",
        too_large,
        "{size:.1f} GiB are more than the 2 GiB of an asset",
        "upload it and use s3://",
    ),
    Rule(
        "SOURCE",
        floating,
        "{revision!r} is not a commit, so the release may change by itself",
        "write the 40 characters of the commit",
        "warn",
    ),
    Rule(
        "SOURCE",
        not_fetched,
        "{container} does not download from Hugging Face",
        "use a folder, as file: or s3://BUCKET/PREFIX/",
    ),
    Rule(
        "SOURCE",
        revision_unread,
        "{container} fetches what a repository has today, and not its revision {revision}",
        "copy the file to S3 and use s3://",
        "warn",
    ),
]
