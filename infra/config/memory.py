"""How much memory a release needs where it runs, and how much there is.

The server's own needs are assumptions, each beside its source. They are chosen so that what passes
starts: a server that starts with too little cache queues requests, one that does not fit crashes.
"""

from dataclasses import dataclass

from infra.config.catalogue import Accelerator, Instance
from infra.config.model_card import Architecture, Neuron, Release

GIB = 2**30
GPU_MEMORY_SHARE = 0.9
"""Share of each GPU's memory that vLLM and the servers built on it use; the rest stays free for
CUDA graphs and the driver. The default of vLLM's `--gpu-memory-utilization` by
https://aws.github.io/deep-learning-containers/vllm/configuration/ (newer releases say 0.92)."""
GPU_WORKING_GIB = 1.5
"""Activations at their peak and memory outside of PyTorch on each GPU. Measured for an 8B model by
vLLM's own profiling: 1.26 GiB of activations, 0.2 GiB and more beside them
(https://github.com/vllm-project/vllm/pull/10511)."""
NEURON_WORKING_GIB = 0.5
"""Runtime, code and scratchpads on each NeuronCore: an assumption."""
SERVER_WORKING_GIB = 0.5
"""Python, server and compute buffers of llama.cpp on a CPU."""
CPU_WORKING_GIB = 1.0 + SERVER_WORKING_GIB
"""On a CPU instance: operating system and SageMaker's agents (1 GiB, an assumption) too. The
memory of a serverless container is its own."""
WORKER_GIB = 0.5
"""Each worker of Multi Model Server beside its weights: Python, PyTorch and Transformers, and what
computing takes. Measured with MiniLM on a CPU: 0.4 GiB."""
DATA_TYPE_BITS = {"bf16": 16, "fp16": 16, "fp32": 32}
"""Size of a weight after it is cast for Neuron."""


@dataclass(frozen=True)
class Need:
    """Memory that a release needs, in GiB."""

    weights: float
    kv_cache: float
    overhead: float

    @property
    def total(self) -> float:
        """All of it."""
        return self.weights + self.kv_cache + self.overhead


def available_gib(instance: Instance, release: Release) -> float:
    """Memory for one copy of a release, in GiB.

    That of all accelerators; on Neuron that of the cores over which the release is split; on a CPU
    instance its RAM.
    """
    accelerator = instance.accelerator
    if accelerator is None:
        return instance.ram_gib
    if accelerator.kind == "neuron" and release.neuron:
        return accelerator.memory_gib_per_core * release.neuron.tensor_parallel_degree
    return accelerator.memory_gib


def memory_need(
    architecture: Architecture,
    release: Release,
    instance: Instance,
    *,
    bits_per_weight: float | None = None,
    workers: int = 0,
) -> Need:
    """What a release needs on an instance.

    Args:
        architecture: of the model card.
        release: gives bits, context and parallel requests, and what it is compiled for.
        instance: its number of accelerators decides the overhead.
        bits_per_weight: in place of the release's, to try another quantization.
        workers: processes that each load the weights, as `model_workers` says; 0 stands for a
            server that loads them itself.
    """
    bits = release.bits_per_weight if bits_per_weight is None else bits_per_weight
    accelerator = instance.accelerator
    if accelerator and accelerator.kind == "neuron" and release.neuron:
        return _on_neuron(architecture, release, release.neuron)
    parts = accelerator.count if accelerator else 1
    return Need(
        weights=weights_gib(architecture, bits) * max(1, workers),
        kv_cache=kv_cache_gib(architecture, release) * _repeated(architecture, parts),
        overhead=_overhead_gib(accelerator) + WORKER_GIB * workers,
    )


def serverless_need(architecture: Architecture, release: Release, *, workers: int = 0) -> Need:
    """What a release needs in a serverless container."""
    return Need(
        weights=weights_gib(architecture, release.bits_per_weight) * max(1, workers),
        kv_cache=kv_cache_gib(architecture, release),
        overhead=SERVER_WORKING_GIB + WORKER_GIB * workers,
    )


def weights_gib(architecture: Architecture, bits_per_weight: float) -> float:
    """All weights, in GiB."""
    return architecture.parameters * bits_per_weight / 8 / GIB


def kv_cache_gib(architecture: Architecture, release: Release) -> float:
    """Keys and values of every token of every parallel request, in GiB; 0 for encoders."""
    layers, heads, dim = architecture.layers, architecture.kv_heads, architecture.head_dim
    context = release.settings.context_length
    if layers is None or heads is None or dim is None or context is None:
        return 0.0
    elements = 2 * layers * heads * dim
    tokens = context * release.settings.parallel_requests
    return elements * tokens * release.kv_cache_bits / 8 / GIB


def fits(
    architecture: Architecture,
    release: Release,
    instance: Instance,
    *,
    bits_per_weight: float | None = None,
    workers: int = 0,
) -> bool:
    """Whether the instance has what a release needs; see `memory_need`."""
    need = memory_need(
        architecture, release, instance, bits_per_weight=bits_per_weight, workers=workers
    )
    return need.total <= available_gib(instance, release)


def _on_neuron(architecture: Architecture, release: Release, neuron: Neuron) -> Need:
    degree = neuron.tensor_parallel_degree
    return Need(
        weights=weights_gib(architecture, DATA_TYPE_BITS[neuron.data_type]),
        kv_cache=kv_cache_gib(architecture, release) * _repeated(architecture, degree),
        overhead=NEURON_WORKING_GIB * degree,
    )


def _repeated(architecture: Architecture, parts: int) -> float:
    """How often the cache is kept: more parts than heads repeat heads."""
    return max(1.0, parts / (architecture.kv_heads or parts))


def _overhead_gib(accelerator: Accelerator | None) -> float:
    if accelerator is None:
        return CPU_WORKING_GIB
    if accelerator.kind == "neuron":
        return NEURON_WORKING_GIB * accelerator.neuron_cores
    unused = (1 - GPU_MEMORY_SHARE) * accelerator.memory_gib
    return unused + GPU_WORKING_GIB * accelerator.count
