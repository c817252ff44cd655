import pytest

from tests.containers.images.conftest import GOOD, write
from tests.containers.images.definition import Definition
from tests.containers.images.sibling import unlike_its_sibling


@pytest.fixture
def of_gpus(good: Definition) -> Definition:
    """The good image once more, on another base and with its Python elsewhere."""
    text = GOOD.replace("python:3.11.14", "cuda:13.0.2").replace(
        "WORKDIR /srv\n", "WORKDIR /srv\nENV PATH=/opt/python/bin\n"
    )
    write(good.root, "containers/plain-cuda/Dockerfile", text)
    return Definition(good.root, "plain-cuda")


def test_image_on_another_base_is_like_its_sibling(of_gpus: Definition) -> None:
    assert unlike_its_sibling(of_gpus) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("COPY inference_code inference_code\n", "", "COPY is [], and [(("),
        ("HANDLER=plain", "HANDLER=other", "ENV is {'LOCKGATE_HANDLER': 'other'}, and {"),
        ('"inference_code"]', '"other"]', "ENTRYPOINT is ('python', '-m', 'other'), and ("),
        ("WORKDIR /srv", "WORKDIR /other", "WORKDIR is /other, and /srv in plain"),
        ("bind-to-port=true", "bind-to-port=false", "LABEL is {"),
        ("EXPOSE 8080", 'CMD ["serve"]', "CMD is ['[\"serve\"]'], and [] in plain"),
    ],
)
def test_difference_is_told(of_gpus: Definition, old: str, new: str, problem: str) -> None:
    text = of_gpus.file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    write(of_gpus.root, "containers/plain-cuda/Dockerfile", text.replace(old, new))
    assert unlike_its_sibling(of_gpus)[0].startswith(problem)
