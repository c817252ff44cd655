"""How much memory a release needs on an instance, and how much the instance has.

The server's own needs are assumptions, each beside its source. They are chosen so that what passes
starts: a server that starts with too little cache queues requests, one that does not fit crashes.
"""

from dataclasses import dataclass

from infra.config.catalogue import Instance
from infra.config.model_card import Architecture, Release

GIB = 2**30
GPU_MEMORY_SHARE = 0.9
"""Share of each GPU's memory that vLLM and the servers built on it use; the rest stays free for
CUDA graphs and the driver. The default of vLLM's `--gpu-memory-utilization` by
https://aws.github.io/deep-learning-containers/vllm/configuration/ (newer releases say 0.92)."""
GPU_WORKING_GIB = 1.5
"""Activations at their peak and memory outside of PyTorch on each GPU. Measured for an 8B model by
vLLM's own profiling: 1.26 GiB of activations, 0.2 GiB and more beside them
(https://github.com/vllm-project/vllm/pull/10511)."""
NEURON_WORKING_GIB = 1.0
"""Runtime, code and scratchpads on each Neuron device: an assumption."""
CPU_WORKING_GIB = 1.5
"""On a CPU instance: operating system and SageMaker's agents (1 GiB, an assumption), Python, server
and compute buffers of llama.cpp (0.5 GiB)."""


@dataclass(frozen=True)
class Need:
    """Memory that a release needs on an instance, in GiB."""

    weights: float
    kv_cache: float
    overhead: float

    @property
    def total(self) -> float:
        """All of it."""
        return self.weights + self.kv_cache + self.overhead


def available_gib(instance: Instance) -> float:
    """Accelerator memory of an instance; on a CPU instance, its RAM."""
    if instance.accelerator:
        return instance.accelerator.memory_gib
    return instance.ram_gib


def memory_need(
    architecture: Architecture,
    release: Release,
    instance: Instance,
    *,
    bits_per_weight: float | None = None,
) -> Need:
    """What a release needs on an instance.

    Args:
        architecture: of the model card.
        release: gives bits, context and parallel requests.
        instance: its number of accelerators decides the overhead.
        bits_per_weight: in place of the release's, to try another quantization.
    """
    bits = release.bits_per_weight if bits_per_weight is None else bits_per_weight
    return Need(
        weights=architecture.parameters * bits / 8 / GIB,
        kv_cache=kv_cache_gib(architecture, release) * _copies(architecture, instance),
        overhead=_overhead_gib(instance),
    )


def kv_cache_gib(architecture: Architecture, release: Release) -> float:
    """Keys and values of every token of every parallel request, in GiB."""
    elements = 2 * architecture.layers * architecture.kv_heads * architecture.head_dim
    tokens = release.settings.context_length * release.settings.parallel_requests
    return elements * tokens * release.kv_cache_bits / 8 / GIB


def fits(need: Need, instance: Instance) -> bool:
    """Whether the instance has what is needed."""
    return need.total <= available_gib(instance)


def _copies(architecture: Architecture, instance: Instance) -> float:
    """How often the cache is kept: tensor parallelism over more GPUs than heads repeats heads."""
    count = instance.accelerator.count if instance.accelerator else 1
    return max(1.0, count / architecture.kv_heads)


def _overhead_gib(instance: Instance) -> float:
    if instance.accelerator is None:
        return CPU_WORKING_GIB
    if instance.kind == "neuron":
        return NEURON_WORKING_GIB * instance.accelerator.count
    unused = (1 - GPU_MEMORY_SHARE) * instance.accelerator.memory_gib
    return unused + GPU_WORKING_GIB * instance.accelerator.count
