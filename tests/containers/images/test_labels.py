import pytest

from tests.containers.images.conftest import Spoil
from tests.containers.images.definition import Definition
from tests.containers.images.labels import wrong_cuda, wrong_labels

BIND = "com.amazonaws.sagemaker.capabilities.accept-bind-to-port"
MULTI_MODEL = "com.amazonaws.sagemaker.capabilities.multi-models"
LINE = f"LABEL {BIND}=true"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("", f"the label {BIND} is None, not true"),
        (f"{LINE}\nLABEL {MULTI_MODEL}=true", f"the label {MULTI_MODEL} is true, not None"),
    ],
)
def test_label_that_does_not_fit_the_image(spoil: Spoil, line: str, problem: str) -> None:
    assert wrong_labels(spoil(LINE, line)) == [problem]


def test_title_of_another_image(spoil: Spoil) -> None:
    (found,) = wrong_labels(spoil("title=lockgate-plain", "title=lockgate-onnx"))
    assert found.endswith("title is lockgate-onnx, not lockgate-plain")


def test_image_for_gpus_that_does_not_say_which_cuda(spoil: Spoil) -> None:
    found = wrong_cuda(spoil(LINE, f"{LINE} ai.lockgate.processor=gpu"))
    assert found == ["the label ai.lockgate.processor is gpu, and there is no ai.lockgate.cuda"]


@pytest.mark.parametrize("said", [None, "12.8"])
def test_cuda_other_than_that_of_the_base(good: Definition, said: str | None) -> None:
    text = good.file.read_text(encoding="utf-8")
    label = f"LABEL ai.lockgate.cuda={said}" if said else ""
    text = text.replace(LINE, label).replace("python:3.11.14", "cuda:13.0.2")
    good.file.write_text(text, encoding="utf-8")
    assert wrong_cuda(good) == [
        f"the label ai.lockgate.cuda is {said}, and the base image has 13.0"
    ]
