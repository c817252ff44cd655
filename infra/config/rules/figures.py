"""Rules for the figures of model cards: what is computed with, and how much context there is."""

from collections.abc import Iterator

from infra.config.model_card import WRITING, ManagedImage
from infra.config.rules.subjects import CardSubject, ReleaseSubject
from infra.config.rules.table import Breach, Rule, breach

KV_BITS = (8, 16, 32)
CACHE_FIGURES = ("layers", "kv_heads", "head_dim")


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


_FIGURE = ("{value} cannot be", "write a figure that is {allowed}")
RELEASE_FIGURES: list[Rule[ReleaseSubject]] = [
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
CARD_FIGURES: list[Rule[CardSubject]] = [
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
