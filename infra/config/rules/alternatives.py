"""What would fit: the cheapest instance for a release, or a smaller release for an instance."""

import math
from collections.abc import Iterator
from pathlib import Path

from infra.config.amis import choose_ami, serves
from infra.config.catalogue import Instance, instances
from infra.config.endpoints import MultiModelEndpoint
from infra.config.memory import available_gib, fits
from infra.config.model_card import ModelCard, Release
from infra.config.multi_model import hosts_many
from infra.config.own_weights import model_workers
from infra.config.rules.variant_subjects import VariantSubject

BITS = (8, 6, 5, 4, 3)
"""Quantizations that are common enough to propose."""
WITHOUT_BFLOAT16 = ("K80", "V100", "T4")
"""GPUs of a compute capability below 8.0; language models come in bfloat16."""
BURSTABLE = "t2"


def smallest_instance(subject: VariantSubject, card: ModelCard, release: Release) -> str | None:
    """The instance for a release: the cheapest that fits, then the one with the least memory.

    Of the same kind (GPU, Neuron, CPU) as the endpoint's, able to run the image, and priced in
    the region where any is. None when no type fits.
    """
    fitting = [
        candidate
        for candidate in _runnable(subject)
        if fits(card.architecture, release, candidate, workers=subject.workers)
    ]
    priced = [one for one in fitting if subject.environment.region in one.regions_priced]
    best = min(priced or fitting, key=lambda one: _cost(one, release), default=None)
    return best.name if best else None


def smaller_release(
    card: ModelCard, release: Release, instance: Instance, *, root: Path
) -> str | None:
    """What fits an instance: a release of the card, else the most bits per weight; or None."""
    for number, other in sorted(card.releases.items(), reverse=True):
        if fits(card.architecture, other, instance, workers=model_workers(root, other)):
            return f"{card.name}@{number}"
    workers = model_workers(root, release)
    for bits in (bits for bits in BITS if bits < release.bits_per_weight):
        if fits(card.architecture, release, instance, bits_per_weight=bits, workers=workers):
            return f"{'an' if bits == 8 else 'a'} {bits}-bit release"
    return None


def _runnable(subject: VariantSubject) -> Iterator[Instance]:
    """Instances that could take the place of the endpoint's, with a driver for its image."""
    present, cuda = subject.instance, subject.cuda
    for candidate in instances().values():
        if present is None or not _comparable(candidate, present):
            continue
        if isinstance(subject.endpoint, MultiModelEndpoint) and not hosts_many(candidate):
            continue
        if cuda is None or serves(candidate, choose_ami(candidate, cuda), cuda):
            yield candidate


def _comparable(candidate: Instance, present: Instance) -> bool:
    """Whether a type is of the same kind and architecture, and no step back."""
    if (candidate.kind, candidate.arch) != (present.kind, present.arch):
        return False
    if candidate.accelerator and candidate.accelerator.name in WITHOUT_BFLOAT16:
        return present.accelerator is not None and (
            present.accelerator.name == candidate.accelerator.name
        )
    return candidate.family != BURSTABLE or present.family == BURSTABLE


def _cost(instance: Instance, release: Release) -> tuple[float, float, str]:
    price = instance.price_usd_per_hour
    known = math.inf if price is None else price
    return (known, available_gib(instance, release), instance.name)
