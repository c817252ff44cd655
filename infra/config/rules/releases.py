"""Rules for the releases of model cards: their source, digest and figures."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from infra.config.model_card import WRITING, ManagedImage
from infra.config.multi_model import TRITON
from infra.config.rules.subjects import CardSubject, ReleaseSubject
from infra.config.rules.table import Breach, Rule, breach
from infra.config.sources import FileSource, HuggingFaceSource, PypiSource

MAX_ASSET_BYTES = 2 * 2**30
"""CDK refuses larger file assets."""
COMMIT = re.compile(r"[0-9a-f]{40}")
KV_BITS = (8, 16, 32)
CACHE_FIGURES = ("layers", "kv_heads", "head_dim")
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


def context_too_long(subject: ReleaseSubject) -> list[Breach]:
    """More context than the model was trained for."""
    context = subject.release.settings.context_length
    limit = subject.card.architecture.max_context
    if context is None or limit is None or context <= limit:
        return []
    path = ("settings", "context_length")
    return [breach(*path, value=context, limit=limit, model=subject.card.name)]


def context_missing(subject: ReleaseSubject) -> list[Breach]:
    """Releases whose server must be told how much context a request may have."""
    release, task = subject.release, subject.card.task
    if release.settings.context_length is not None:
        return []
    managed = isinstance(release.container, ManagedImage)
    if not managed and task not in WRITING:
        return []
    why = "images of AWS are told it" if managed else f"a model of task {task} needs it"
    return [breach("settings", why=why)]


def max_context_missing(subject: CardSubject) -> list[Breach]:
    """Cards of models that write text, without the longest context."""
    card = subject.card
    if card.architecture.max_context is not None or card.task not in WRITING:
        return []
    return [breach("architecture", why=f"a model of task {card.task} has one")]


def figures_wrong(subject: ReleaseSubject) -> Iterator[Breach]:
    """Figures of a release that cannot be."""
    release = subject.release
    settings = ("context_length", "parallel_requests")
    for name in settings:
        if (value := getattr(release.settings, name)) is not None and value < 1:
            yield breach("settings", name, value=value, allowed="1 or more")
    if not 0 < release.bits_per_weight <= 64:
        yield breach("bits_per_weight", value=release.bits_per_weight, allowed="over 0, up to 64")
    if release.kv_cache_bits not in KV_BITS:
        yield breach("kv_cache_bits", value=release.kv_cache_bits, allowed="8, 16 or 32")
    if release.size_gb is not None and release.size_gb <= 0:
        yield breach("size_gb", value=release.size_gb, allowed="over 0")
    if release.neuron and (degree := release.neuron.tensor_parallel_degree) < 1:
        yield breach("neuron", "tensor_parallel_degree", value=degree, allowed="1 or more")
    if subject.number < 1:
        yield breach(value=subject.number, allowed="numbered from 1")


def architecture_wrong(subject: CardSubject) -> Iterator[Breach]:
    """Figures of an architecture that cannot be."""
    for name, value in subject.card.architecture:
        if value is not None and value < 1:
            yield breach("architecture", name, value=value, allowed="1 or more")


def cache_figures_missing(subject: CardSubject) -> Iterator[Breach]:
    """Figures of the KV cache that a card leaves out, of a model that has one."""
    figures = {name: getattr(subject.card.architecture, name) for name in CACHE_FIGURES}
    given = " and ".join(name for name, value in figures.items() if value is not None)
    task = subject.card.task
    if task not in WRITING and not given:
        return
    why = f"a model of task {task} keeps a KV cache" if task in WRITING else f"{given} is given"
    for name, value in figures.items():
        if value is None:
            yield breach("architecture", name=name, why=why)


def _path(subject: ReleaseSubject) -> Path | None:
    source = subject.release.source
    return subject.project.root / source.path if isinstance(source, FileSource) else None


def _single_file(subject: ReleaseSubject) -> bool:
    path = _path(subject)
    return path is not None and path.is_file()


_FIGURE = ("{value} cannot be", "write a figure that is {allowed}")
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
    Rule(
        "CONTEXT",
        context_too_long,
        "a context of {value} tokens is more than the {limit} that {model} was trained for",
        "lower it to {limit} or less",
    ),
    Rule(
        "CONTEXT",
        context_missing,
        "context_length is missing, and {why}",
        "add it: the tokens of one request, prompt and completion together",
    ),
    Rule("FIGURE", figures_wrong, *_FIGURE),
]
CARDS: list[Rule[CardSubject]] = [
    Rule("FIGURE", architecture_wrong, *_FIGURE),
    Rule(
        "CONTEXT",
        max_context_missing,
        "max_context is missing, and {why}",
        "add it: the most tokens that the model was trained for",
    ),
    Rule(
        "FIGURE",
        cache_figures_missing,
        "{name} is missing, and {why}",
        "add it from the model's config.json; only an encoder's card has none of layers, kv_heads "
        "and head_dim",
    ),
]
