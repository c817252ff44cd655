"""A small project on disk, to change one thing of."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from infra.config.multi_model import LABEL
from infra.config.project import Project, load_project

Tree = dict[str, Any]
SHA256 = "0" * 64
COMMIT = "a" * 40


def small_card(**changes: Any) -> Tree:
    """A model of 135 million parameters for a CPU, in a container of the project."""
    architecture = {"parameters": 134515008, "layers": 30, "kv_heads": 3, "head_dim": 64}
    card = {
        "name": "small",
        "task": "chat",
        "license": "Apache-2.0",
        "architecture": {**architecture, "max_context": 8192},
        "releases": {"1": small_release()},
    }
    return {**card, **changes}


def small_release(**changes: Any) -> Tree:
    """Its release."""
    release = {
        "source": "pypi:small==1.0#small/model.gguf",
        "sha256": SHA256,
        "container": "tiny",
        "bits_per_weight": 5.85,
        "settings": {"context_length": 2048, "parallel_requests": 4},
    }
    return {**release, **changes}


def encoder_card(**changes: Any) -> Tree:
    """A model of 23 million parameters that turns texts into vectors, and keeps no KV cache."""
    architecture = {"parameters": 22713216, "max_context": 512}
    release = small_release(settings={"context_length": 256, "parallel_requests": 4})
    releases = {"1": release}
    card = small_card(
        name="encoder", task="embedding", architecture=architecture, releases=releases
    )
    return {**card, **changes}


def large_card(**changes: Any) -> Tree:
    """A model of 8 billion parameters for a GPU, in an image of AWS."""
    architecture = {"parameters": 8190735360, "layers": 36, "kv_heads": 8, "head_dim": 128}
    card = {
        "name": "large",
        "task": "chat",
        "license": "Apache-2.0",
        "architecture": {**architecture, "max_context": 40960},
        "stand_in": "small@1",
        "releases": {"1": large_release()},
    }
    return {**card, **changes}


def large_release(**changes: Any) -> Tree:
    """Its release in 4 bits."""
    release = {
        "source": f"hf:org/large@{COMMIT}",
        "container": {"managed": "vllm", "version": "0.30.0"},
        "bits_per_weight": 4,
        "settings": {"context_length": 4096, "parallel_requests": 2},
    }
    return {**release, **changes}


def neuron_card(**changes: Any) -> Tree:
    """The model of 8 billion parameters, compiled for two NeuronCores."""
    card = large_card(name="neuron", releases={"1": neuron_release()})
    card["architecture"]["attention_heads"] = 32
    return {**card, **changes}


def neuron_release(**changes: Any) -> Tree:
    """Its release in 16 bits."""
    release = {
        "container": {"managed": "huggingface-vllm-neuronx", "version": "0.4.4"},
        "bits_per_weight": 16,
        "neuron": {"tensor_parallel_degree": 2},
        "settings": {"context_length": 4096, "parallel_requests": 4},
    }
    return large_release(**{**release, **changes})


def neuron_endpoint(**changes: Any) -> Tree:
    """It on an Inferentia instance."""
    endpoint = {"kind": "inferentia", "model": "neuron@1", "instance": "ml.inf2.8xlarge"}
    return {**endpoint, **changes}


def async_endpoint(**changes: Any) -> Tree:
    """The small model behind a queue."""
    return {"kind": "async", "model": "small@1", "instance": "ml.m5.large", **changes}


def serverless_endpoint(**changes: Any) -> Tree:
    """The small model without instances."""
    return {"kind": "serverless", "model": "small@1", "memory_mb": 2048, **changes}


def multi_model_endpoint(**changes: Any) -> Tree:
    """The small model, and room for others."""
    return {"kind": "multi-model", "models": ["small@1"], "instance": "ml.m5.large", **changes}


def small_endpoint(**changes: Any) -> Tree:
    """The small model on a CPU instance."""
    return {"kind": "realtime", "model": "small@1", "instance": "ml.m5.large", **changes}


def large_endpoint(**changes: Any) -> Tree:
    """The large model on a GPU instance."""
    return {"kind": "realtime", "model": "large@1", "instance": "ml.g6.2xlarge", **changes}


def environment(**changes: Any) -> Tree:
    """An environment with one small endpoint."""
    return {
        "account": "111122223333",
        "region": "eu-west-1",
        "endpoints": {"chat": small_endpoint()},
        **changes,
    }


def write(
    root: Path,
    *,
    environments: Mapping[str, Tree] | None = None,
    models: Mapping[str, Tree] | None = None,
) -> Path:
    """Write a project; what is not given is as above. The files are JSON, which YAML reads."""
    files = {
        "environments": {"dev": environment()} if environments is None else environments,
        "models": {
            "small": small_card(),
            "large": large_card(),
            "neuron": neuron_card(),
            **(models or {}),
        },
    }
    for folder, contents in files.items():
        (root / folder).mkdir(exist_ok=True)
        for name, content in contents.items():
            text = _with_release_numbers(json.dumps(content, indent=1))
            (root / folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    (root / "containers" / "tiny").mkdir(parents=True, exist_ok=True)
    (root / "containers" / "tiny" / "Dockerfile").write_text(
        f"FROM scratch\nLABEL {LABEL}\n", encoding="utf-8"
    )
    return root


def write_text(root: Path, file: str, text: str) -> Path:
    """Write one more file, as it is."""
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def project(root: Path, **files: Mapping[str, Tree]) -> Project:
    """Write and load a project."""
    return load_project(write(root, **files))


def _with_release_numbers(text: str) -> str:
    """JSON has no numbers as keys; YAML does, and releases need them."""
    for number in range(10):
        text = text.replace(f'"{number}": {{', f"{number}: {{")
    return text
