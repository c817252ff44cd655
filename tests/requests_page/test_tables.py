"""The tables of docs/requests.md say what the code does."""

import re

import orjson
import pytest
from pydantic import BaseModel

from inference_code import errors
from inference_code.errors import RequestError
from inference_code.schema import base, classification, embedding, text, texts
from inference_code.schema.forms import FORMS
from inference_code.schema.parsing import parse_request
from inference_code.settings import MEBIBYTE, Settings
from tests.test_docs import ROOT, blocks

PATH = ROOT / "docs" / "requests.md"
PAGE = PATH.read_text(encoding="utf-8")
CODE = re.compile(r"`([^`]+)`")
DESCRIBED: dict[str, type[BaseModel]] = {form.request.__name__: form.request for form in FORMS} | {
    "TextParameters": text.TextParameters
}


def rows(mark: str) -> list[list[str]]:
    """Cells of the table between a mark and the end mark."""
    table = PAGE.split(f"<!-- {mark} -->\n")[1].split("\n<!-- end -->")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


@pytest.mark.parametrize("name", DESCRIBED)
def test_fields_are_those_of_the_request(name: str) -> None:
    named = [field for cells in rows(f"fields {name}") for field in CODE.findall(cells[0])]
    assert sorted(named) == sorted(DESCRIBED[name].model_fields)


def test_parameter_of_classification_is_described() -> None:
    [cells] = [cells for cells in rows("fields ClassificationRequest") if "param" in cells[0]]
    [name] = classification.ClassificationParameters.model_fields
    assert f'"{name}"' in cells[2]


def test_errors_are_those_of_the_server() -> None:
    kinds = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, RequestError)
    ]
    expected = {(str(k.status), k.type, str(k.retry_after_s or "")) for k in kinds}
    named = {(cells[0], cells[1].strip("`"), cells[3]) for cells in rows("errors")}
    assert named == expected | {("500", "internal_error", "")}


def test_shown_error_is_the_one_that_is_answered() -> None:
    shown = blocks(PATH, "json")[-1]
    body = {"messages": [{"role": "user", "content": "hello"}], "temprature": 1}
    with pytest.raises(RequestError) as raised:
        parse_request(orjson.dumps(body), {"chat"})
    assert raised.value.body().decode() == shown.strip()


@pytest.mark.parametrize(
    "limit",
    [
        f"{texts.MOST_TEXTS:,} |",
        f"{base.MOST_ITEMS:,} |",
        f"{base.LARGEST // 1024} KiB, {base.DEEPEST} levels",
        f"{Settings.from_environment({}).max_body_bytes // MEBIBYTE} MiB |",
        f"`LOCKGATE_QUEUE_LENGTH` ({Settings.from_environment({}).queue_length})",
        f"| `max_new_tokens` | {text.DEFAULT_NEW_TOKENS} |",
    ],
)
def test_limits_are_those_of_the_code(limit: str) -> None:
    assert limit in PAGE


def test_forms_of_embeddings_differ_in_what_the_page_says() -> None:
    more = embedding.OpenAiEmbeddingRequest.model_fields.keys()
    assert more - embedding.EmbeddingRequest.model_fields.keys() == {
        "input",
        "encoding_format",
        "user",
    }


def test_every_container_is_in_the_table() -> None:
    table = PAGE.split("\n|---")[1].split("\n\n")[0]
    folders = {path.name for path in (ROOT / "containers").iterdir() if path.is_dir()}
    assert folders <= set(CODE.findall(table))
