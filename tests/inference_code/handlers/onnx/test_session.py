from pathlib import Path

import pytest

from inference_code.handler import LoadError
from inference_code.handlers.onnx.description import Classification, Embedding
from inference_code.handlers.onnx.providers import CPU
from inference_code.handlers.onnx.readout import readout_of
from inference_code.handlers.onnx.session import Session, session_options
from inference_code.handlers.onnx.tokens import Tokens
from tests.inference_code.handlers.onnx.tiny_graph import write_graph

VECTORS = readout_of(Embedding(max_tokens=8, pooling="max"))
LABELS = readout_of(Classification(max_tokens=8, labels=["sun", "rain"], scores="softmax"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "model.onnx"


def tokens(*ids: int) -> Tokens:
    return Tokens([*ids], [0] * len(ids))


def session(file: Path, readout: object = VECTORS, *, pad_id: int = 0) -> Session:
    return Session(file, readout, threads=1, pad_id=pad_id)  # type: ignore[arg-type]


def test_texts_of_several_lengths_run_together(file: Path) -> None:
    write_graph(file)
    rows = session(file).run([tokens(1, 7, 2), tokens(5)])
    assert rows.tolist() == [[7], [5]]


def test_shorter_texts_are_filled_up_with_the_models_padding(file: Path) -> None:
    write_graph(file, output="logits")
    rows = session(file, LABELS, pad_id=9).run([tokens(9, 9), tokens(9)])
    assert rows.tolist() == [[0.5, 0.5], [0.5, 0.5]]


def test_inputs_that_the_graph_lacks_are_left_out(file: Path) -> None:
    write_graph(file, inputs=["input_ids"])
    assert session(file).run([tokens(4)]).tolist() == [[4]]


def test_build_for_cpus_computes_on_the_cpu(file: Path) -> None:
    write_graph(file)
    assert session(file).provider == CPU


def test_damaged_graph_is_named_with_the_reason(file: Path) -> None:
    file.write_bytes(b"no graph")
    with pytest.raises(LoadError, match=r"onnxruntime cannot load .*model\.onnx: .*INVALID_PROTO"):
        session(file)


def test_graph_with_an_unknown_input_is_refused(file: Path) -> None:
    write_graph(file, inputs=["input_ids", "position_ids"])
    with pytest.raises(LoadError, match=r"takes position_ids as tensor\(int64\); supported are"):
        session(file)


def test_graph_for_another_task_is_refused(file: Path) -> None:
    write_graph(file)
    with pytest.raises(LoadError, match="puts out last_hidden_state; needed is logits with 2 dim"):
        session(file, LABELS)


def test_threads_are_those_of_the_settings() -> None:
    assert session_options(3).intra_op_num_threads == 3


def test_threads_are_the_cores_that_may_be_used_by_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("inference_code.handlers.onnx.session.usable_cores", lambda: 5)
    assert session_options(None).intra_op_num_threads == 5


def test_no_memory_is_planned_for_each_size() -> None:
    assert not session_options(1).enable_mem_pattern
