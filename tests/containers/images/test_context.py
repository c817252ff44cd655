from pathlib import Path

import pytest

from tests.containers.images.conftest import Spoil
from tests.containers.images.context import (
    ignored_by_docker,
    is_ignored,
    missing_from_the_context,
    unseen_by_the_local_aws,
)

CODE = "COPY inference_code inference_code"


@pytest.mark.parametrize("source", ["inference_kode", "docs"])
def test_copied_file_that_is_not_in_the_context(spoil: Spoil, source: str) -> None:
    (problem,) = missing_from_the_context(spoil(CODE, f"COPY {source} inference_code"))
    assert f"COPY {source}: no such file in the build context" in problem


def test_copied_file_that_docker_ignores(spoil: Spoil) -> None:
    found = spoil("!inference_code\n", "", ".dockerignore")
    assert ignored_by_docker(found) == [".dockerignore leaves inference_code/__main__.py out"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("ADD inference_code inference_code", "COPY says what it does"),
        ("COPY <<END /srv/x.py\nx = 1\nEND", "the text is a file for a folder"),
        ("RUN --mount=type=bind,source=a,target=/a cp /a /b", "a mounted file is not in the"),
    ],
)
def test_file_that_the_local_aws_would_not_see(spoil: Spoil, line: str, problem: str) -> None:
    (found,) = unseen_by_the_local_aws(spoil(CODE, line))
    assert problem in found


@pytest.mark.parametrize(
    ("pattern", "ignored"),
    [
        ("a", True),
        ("a/b", True),
        ("*", True),
        ("a/*.py", False),
        ("*.py", False),
        ("**/*.py", True),
        ("a/?/c.py", True),
        ("# a", False),
        ("a\n!a/b", False),
        ("a\n!x", True),
    ],
)
def test_dockerignore_is_read_as_docker_does(pattern: str, ignored: bool) -> None:
    assert is_ignored(Path("a/b/c.py"), pattern.splitlines()) is ignored
