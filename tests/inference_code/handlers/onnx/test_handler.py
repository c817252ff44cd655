import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest

from inference_code.errors import ContextLengthError
from inference_code.handler import GenerationRequest, LoadError, Usage
from inference_code.handlers import create_handler
from inference_code.handlers.digest import folder_digest
from inference_code.handlers.onnx import Onnx
from inference_code.handlers.onnx.arithmetic import Floats
from inference_code.handlers.onnx.handler import SHORT
from inference_code.handlers.onnx.session import Session
from inference_code.handlers.onnx.tokens import Tokens
from inference_code.settings import Settings
from tests.inference_code.handlers.onnx.model_folder import embedder, tokenizer, write
from tests.inference_code.handlers.onnx.tiny_graph import write_graph

SAID = {"task": "embedding", "pooling": "max", "max_tokens": 8}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What the export would write, with a model that says a text's largest token."""
    folder = tmp_path / "model"
    write(folder, "lockgate-onnx.json", SAID)
    write(folder, "config.json", {"hidden_size": 4, "num_attention_heads": 2})
    tokenizer(folder / "tokenizer.json")
    write_graph(folder / "model.onnx")
    return folder


def handler(folder: Path, **environ: str) -> Onnx:
    base = {"LOCKGATE_HANDLER": "onnx", "SAGEMAKER_BASE_DIR": str(folder.parent)}
    found = create_handler(Settings.from_environment(base | environ))
    assert isinstance(found, Onnx)
    return found


def loaded(folder: Path, **environ: str) -> Onnx:
    found = handler(folder, **environ)
    found.load()
    return found


async def embed(handler: Onnx, *texts: str, truncate: bool = False) -> tuple[list[Any], Usage]:
    body = {"texts": list(texts), "truncate": truncate, "normalize": False}
    request = GenerationRequest(operation="embedding", body=body, stream=False)
    generation = handler.generate(request)
    answers = [orjson.loads(chunk) async for batch in generation for chunk in batch]
    assert generation.usage is not None
    return answers, generation.usage


async def test_texts_are_answered_in_their_order_and_counted(folder: Path) -> None:
    assert await embed(loaded(folder), "gates", "a") == ([[6], [4]], Usage(4 + 3, 0))


async def test_long_texts_are_encoded_beside_the_event_loop(folder: Path) -> None:
    answers, usage = await embed(loaded(folder), "a " * SHORT, truncate=True)
    assert (answers, usage) == ([[4]], Usage(8, 0))


@pytest.mark.parametrize(
    ("environ", "runs"), [({}, [6]), ({"LOCKGATE_BATCH_TEXTS": "1"}, [1] * 6)], ids=["default", "1"]
)
async def test_texts_that_wait_together_run_together_unless_batching_is_off(
    folder: Path, monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], runs: list[int]
) -> None:
    sizes: list[int] = []

    def run(session: Session, texts: Sequence[Tokens]) -> Floats:
        sizes.append(len(texts))
        return original(session, texts)

    original = Session.run
    monkeypatch.setattr(Session, "run", run)
    answers, _ = await embed(loaded(folder, **environ), *["gates", "a"] * 3)
    assert (answers, sizes) == ([[6], [4]] * 3, runs)


async def test_text_over_the_limit_is_refused(folder: Path) -> None:
    with pytest.raises(ContextLengthError, match="has 12 tokens, and this endpoint takes 8"):
        await embed(loaded(folder), "a " * 10)


def test_operations_are_those_of_the_models_task(folder: Path) -> None:
    assert handler(folder).operations == frozenset()
    assert loaded(folder).operations == {"embedding"}


def test_context_is_no_longer_than_the_model_takes(folder: Path) -> None:
    assert loaded(folder).context_length == 8


def test_context_is_shorter_where_the_operator_says_so(folder: Path) -> None:
    write(folder, "lockgate-onnx.json", SAID | {"max_tokens": 64})
    assert loaded(folder, LOCKGATE_CONTEXT_LENGTH="16").context_length == 16


def test_folder_of_others_is_described_by_their_files(folder: Path) -> None:
    (folder / "lockgate-onnx.json").unlink()
    assert loaded(embedder(folder, max_position_embeddings=32)).context_length == 32


def test_empty_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    with pytest.raises(LoadError, match=r"no model\.onnx in .*model, which holds nothing; `lockg"):
        handler(tmp_path / "model").load()


def test_folder_without_tokenizer_is_refused(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()
    with pytest.raises(LoadError, match=r"no tokenizer\.json in .* which holds config\.json, lock"):
        handler(folder).check()


def test_file_with_another_digest_is_refused(folder: Path) -> None:
    write(folder, "lockgate-onnx.json", SAID | {"sha256": {"model.onnx": "0" * 64}})
    actual = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
    with pytest.raises(
        LoadError, match=rf"model\.onnx is {actual}, and lockgate-onnx\.json says 0"
    ):
        handler(folder).load()


def test_file_that_the_export_wrote_and_is_gone_is_named(folder: Path) -> None:
    write(folder, "lockgate-onnx.json", SAID | {"sha256": {"model.onnx_data": "0" * 64}})
    with pytest.raises(LoadError, match=r"lists model\.onnx_data, which is not there"):
        handler(folder).load()


def test_folder_with_another_digest_is_refused(folder: Path) -> None:
    found = handler(folder)
    object.__setattr__(found._settings, "model_sha256", "0" * 64)
    with pytest.raises(LoadError, match=f"is {folder_digest(folder)}, and lockgate.json says 000"):
        found.check()


def test_description_that_is_wrong_names_the_field(folder: Path) -> None:
    write(folder, "lockgate-onnx.json", SAID | {"pooling": "none"})
    with pytest.raises(LoadError, match=r"lockgate-onnx\.json: embedding\.pooling: Input should"):
        handler(folder).load()


def test_memory_is_estimated_from_the_files(folder: Path) -> None:
    fixed, run = 64 * 1024 * 1024, 256 * 4 * (16 * 4 + 3 * 2 * 8)
    weights = int((folder / "model.onnx").stat().st_size * 1.15)
    assert handler(folder).check() == fixed + weights + run
