"""A model's own code/inference.py takes the place of the image's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.containers.huggingface.conftest import Start
from tests.containers.huggingface.endpoint import Endpoint

pytestmark = pytest.mark.model

OWN = '''
def predict_fn(data, model):
    """Answer with the likeliest label alone; the model is the toolkit's pipeline."""
    [best] = model(data["inputs"], top_k=1)
    return {"mood": best["label"], "task": model.task}
'''


@pytest.fixture(scope="module")
def own(start: Start, small: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    folder = tmp_path_factory.mktemp("model")
    for file in (small / "classifier").iterdir():
        (folder / file.name).symlink_to(file)
    (folder / "code").mkdir()
    (folder / "code" / "inference.py").write_text(OWN)
    endpoint = start(folder)
    yield endpoint
    endpoint.close()


def test_a_models_own_function_answers_and_the_others_are_the_toolkits(own: Endpoint) -> None:
    answer = own.answer({"inputs": "what a day"})
    assert answer["mood"] in ("calm", "glad", "sad")
    assert answer["task"] == "text-classification"


def test_an_error_in_it_is_told_without_its_traceback(own: Endpoint) -> None:
    status, kind, message = own.refusal({"texts": "what a day"})
    assert (status, kind) == (500, "engine_error")
    assert message == "the handler failed; its log has the reason"
