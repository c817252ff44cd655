"""From a PyTorch model to an ONNX graph."""

from pathlib import Path
from typing import Any

import torch

from containers.onnx.export.original import Original
from containers.onnx.export.quiet import first_line, quiet
from inference_code.handler import LoadError
from inference_code.handlers.onnx.description import Embedding

MOST_IN_ONE_FILE = 1_900_000_000
"""Bytes; a protobuf document holds less than 2 GiB."""
_EXAMPLE = (2, 16)
"""Texts and tokens of the example by which the graph is recorded; neither may be 0 or 1."""


class _Output(torch.nn.Module):  # type: ignore[misc]  # torch has no types in .venv
    """A model with one output, as a tensor."""

    def __init__(self, model: Any, inputs: list[str], output: str) -> None:
        super().__init__()
        self._model = model
        self._inputs = inputs
        self._output = output

    def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
        """Run the model."""
        outputs = self._model(**dict(zip(self._inputs, tensors, strict=True)))
        result: torch.Tensor = outputs[self._output]
        return result


def write_graph(original: Original, file: Path) -> None:
    """Write the graph, for any number of texts and tokens; the same model gives the same bytes.

    Raises:
        LoadError: PyTorch cannot record what the model does.
    """
    try:
        program = _export(original)
    except torch.onnx.OnnxExporterError as error:
        raise LoadError(f"PyTorch cannot record the graph: {first_line(error)}") from error
    _forget_where_it_was_made(program.model)
    size = sum(p.numel() * p.element_size() for p in original.model.parameters())
    program.save(file, external_data=size > MOST_IN_ONE_FILE)


def _export(original: Original) -> Any:
    embeds = isinstance(original.description, Embedding)
    output = "last_hidden_state" if embeds else "logits"
    ids = torch.arange(_EXAMPLE[0] * _EXAMPLE[1]).reshape(_EXAMPLE) % 50 + 5
    example = {
        "input_ids": ids,
        "attention_mask": torch.ones_like(ids),
        "token_type_ids": torch.zeros_like(ids),
    }
    axes = {0: "texts", 1: "tokens"}
    with quiet(), torch.no_grad():
        return torch.onnx.export(
            _Output(original.model, original.inputs, output),
            tuple(example[name] for name in original.inputs),
            dynamo=True,
            verbose=False,
            input_names=original.inputs,
            output_names=[output],
            dynamic_shapes=(tuple(axes for _ in original.inputs),),
        )


def _forget_where_it_was_made(model: Any) -> None:
    """Remove the traces of Python's stack, which name folders of this machine, and its build."""
    model.producer_version = torch.__version__.partition("+")[0]
    for node in model.graph.all_nodes():
        node.metadata_props.clear()
        for value in node.outputs:
            value.metadata_props.clear()
    for value in (*model.graph.inputs, *model.graph.initializers.values()):
        value.metadata_props.clear()
    model.graph.metadata_props.clear()
    model.metadata_props.clear()
