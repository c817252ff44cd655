"""A small project with one good image, which tests spoil."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.containers.images.definition import Definition

BASE = "public.ecr.aws/docker/library/python:3.11.14-slim-bookworm"
GOOD = f"""\
FROM {BASE} AS build
COPY containers/plain/requirements.txt /tmp/requirements.txt
COPY containers/plain/constraints.txt /tmp/constraints.txt
RUN pip install --prefix /install -r /tmp/requirements.txt

FROM {BASE}
LABEL org.opencontainers.image.title=lockgate-plain
LABEL com.amazonaws.sagemaker.capabilities.accept-bind-to-port=true
COPY --from=build /install /usr/local
WORKDIR /srv
COPY inference_code inference_code
ENV LOCKGATE_HANDLER=plain
EXPOSE 8080
ENTRYPOINT ["python", "-m", "inference_code"]
"""
FILES = {
    "containers/plain/Dockerfile": GOOD,
    "containers/plain/requirements.txt": "-c constraints.txt\n# why\na==1.0\n\nb[c]==2.1  # one\n",
    "containers/plain/constraints.txt": "# all else\nd==3.0\n",
    "inference_code/__main__.py": 'HANDLER = "LOCKGATE_HANDLER"\n',
    ".dockerignore": "*\n!containers\n!inference_code\n**/__pycache__\n",
}

Spoil = Callable[..., Definition]


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def good(tmp_path: Path) -> Definition:
    for name, text in FILES.items():
        write(tmp_path, name, text)
    return Definition(tmp_path, "plain")


@pytest.fixture
def spoil(good: Definition) -> Spoil:
    """Replaces a part of a file, the Dockerfile unless another is named, which has it once."""

    def replaced(old: str, new: str, file: str = "containers/plain/Dockerfile") -> Definition:
        text = FILES[file]
        assert text.count(old) == 1
        write(good.root, file, text.replace(old, new))
        return good

    return replaced
