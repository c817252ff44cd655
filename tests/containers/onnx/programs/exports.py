"""Exports one model in several ways: `exports.py FOLDER TARGETS`; prints how each ended."""

import json
import sys
from pathlib import Path

import torch

from containers.onnx.export import folder, graph
from containers.onnx.export.original import Original

source, targets = map(Path, sys.argv[1:])


def export(name: str, *, int8: bool = False) -> str:
    try:
        verdict = folder.export(
            source, targets / name, task=None, int8=int8, report=lambda step: None
        )
    except folder.DifferentError as error:
        return str(error)
    return str(verdict)


def write_other_weights(original: Original, file: Path) -> None:
    kept = {name: value.clone() for name, value in original.model.state_dict().items()}
    with torch.no_grad():
        for parameter in original.model.parameters():
            parameter.mul_(1.1)
    graph.write_graph(original, file)
    original.model.load_state_dict(kept)


ended = {"floats": export("floats")}
ended |= {name: export(name, int8=True) for name in ("int8", "int8 again")}
setattr(folder, "write_graph", write_other_weights)  # noqa: B010 - what it imports is not its own
ended["other weights"] = export("other weights")
json.dump(ended, sys.stdout)
