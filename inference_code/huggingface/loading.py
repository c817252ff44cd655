"""From files to a model that answers."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
import transformers

from inference_code.errors import RequestError
from inference_code.handler import LoadError
from inference_code.huggingface.batches import Texts
from inference_code.huggingface.classifier import Classifier
from inference_code.huggingface.embedder import Embedder
from inference_code.huggingface.failure import loading
from inference_code.huggingface.forms import FormsModel
from inference_code.huggingface.gguf_file import read_once
from inference_code.huggingface.model import Engine, Model
from inference_code.huggingface.needs import check_body
from inference_code.huggingface.sentence import read_sentence
from inference_code.huggingface.source import Source, find_source
from inference_code.huggingface.task import CLASSIFICATION, EMBEDDING, GENERATION
from inference_code.huggingface.toolkit import PipelineModel, chosen_task, create_pipeline
from inference_code.huggingface.writer import Writer
from inference_code.server.service import greeting
from inference_code.settings import Settings

_CLASSES = {
    EMBEDDING: "AutoModel",
    CLASSIFICATION: "AutoModelForSequenceClassification",
    GENERATION: "AutoModelForCausalLM",
}
_UNUSED = ("pooler.",)
"""Parts of encoders that make no vectors of tokens, and that many files leave out."""
_UNLIMITED = 10**9
"""Tokenizers that know no limit name a number above this."""


def load(folder: Path, device: int, environ: Mapping[str, str] = os.environ) -> Model:
    """Load the model of the folder or of HF_MODEL_ID, and let it answer once.

    `device` is the number of a GPU, or -1 for the CPU.

    Raises:
        LoadError: there is none, it cannot be loaded, or it does not answer.
    """
    settings = Settings.from_environment(environ)
    source = find_source(environ, folder)
    task = chosen_task(environ, source.folder)
    torch.seed()  # workers start alike, and should not write alike
    if task not in _CLASSES:
        check_body(task)
        return PipelineModel(create_pipeline(task, source.folder, device))
    with loading(f"{source.folder / (source.gguf or '')} as {task}"), read_once():
        engine = _engine(task, source, "cpu" if device < 0 else f"cuda:{device}", settings)
    _greet(engine)
    return FormsModel(engine, settings.model_name, settings.model_aliases)


def _engine(task: str, source: Source, device: str, settings: Settings) -> Engine:
    sentence = read_sentence(source.folder)
    folder = sentence.transformer
    given: dict[str, Any] = {
        "trust_remote_code": os.environ.get("HF_TRUST_REMOTE_CODE", "").lower() in ("1", "true"),
        **({"gguf_file": source.gguf} if source.gguf else {}),
    }
    with loading(f"the tokenizer in {folder}"):
        tokenizer = transformers.AutoTokenizer.from_pretrained(folder, **given)
    model = _weights(task, folder, device, given)
    longest = min(_longest(model.config, tokenizer), settings.context_length)
    if task == GENERATION:
        return Writer(model, tokenizer, context=longest, name=settings.model_name)
    most = min(sentence.max_tokens or longest, longest)
    texts = Texts(tokenizer, max_tokens=most, at_once=settings.batch_texts, device=device)
    if model.config.pad_token_id is None:
        # Classifiers out of decoders look for each text's last token by it.
        model.config.pad_token_id = tokenizer.pad_token_id
    return Embedder(model, texts, sentence) if task == EMBEDDING else Classifier(model, texts)


def _weights(task: str, folder: Path, device: str, given: dict[str, Any]) -> Any:
    """The model, with every weight that it uses read from the files."""
    kind = getattr(transformers, _CLASSES[task])
    dtype = torch.float32 if device == "cpu" else "auto"
    model, info = kind.from_pretrained(folder, dtype=dtype, output_loading_info=True, **given)
    missing = sorted(key for key in info["missing_keys"] if not key.startswith(_UNUSED))
    if missing:
        raise LoadError(
            f"the weights in {folder} are not those of a model for {task}: "
            f"{', '.join(missing[:3])} and {len(missing)} in all are missing; set HF_TASK to the "
            "task that the model was trained for"
        )
    return model.to(device).eval()


def _longest(config: Any, tokenizer: Any) -> int:
    """Tokens that the model can look at; each source may be silent."""
    known = [getattr(config, "max_position_embeddings", None), tokenizer.model_max_length]
    return min([limit for limit in known if limit and 0 < limit < _UNLIMITED], default=_UNLIMITED)


def _greet(engine: Engine) -> None:
    """Let the model answer once, so that the first request finds it warm, and able to answer."""
    try:
        chunks = engine.run(greeting(engine.operations)).chunks
    except RequestError as error:
        raise LoadError(f"the model does not answer: {error.message}") from error
    except Exception as error:
        raise LoadError(f"the model does not answer: {error}") from error
    if any(b"null" in chunk for chunk in chunks):
        raise LoadError("the model answers with numbers that are none; its weights are broken")
