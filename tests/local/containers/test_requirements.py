from pathlib import Path

import pytest

from infra.config.dockerfile.errors import DockerfileError
from infra.config.dockerfile.image import read_image
from lockgate.local.containers.requirements import environment_key, requirement_files


def files_of(tmp_path: Path, *copies: str) -> list[str]:
    file = tmp_path / "Dockerfile"
    file.write_text("\n".join(["FROM a", *copies, 'ENTRYPOINT ["x"]']))
    found = requirement_files(read_image(file, base={}), context=tmp_path)
    return [path.name for path in found]


def test_copied_requirements_are_found(tmp_path: Path) -> None:
    for name in ("requirements.txt", "requirements-gpu.txt", "notes.txt"):
        (tmp_path / name).touch()
    copies = ["COPY requirements.txt notes.txt ./", "COPY requirements-gpu.txt requirements.txt ./"]
    assert files_of(tmp_path, *copies) == ["requirements.txt", "requirements-gpu.txt"]


def test_image_without_requirements_has_none(tmp_path: Path) -> None:
    assert files_of(tmp_path, "COPY code ./") == []


def test_requirements_of_a_stage_that_is_copied_from_are_found(tmp_path: Path) -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).touch()
    copies = [
        *("FROM a AS Build", "COPY requirements.txt ./"),
        *("FROM a AS tests", "COPY requirements-dev.txt ./"),
        *("FROM a", "COPY --from=build /install /usr/local"),
    ]
    assert files_of(tmp_path, *copies) == ["requirements.txt"]


def test_missing_requirements_are_named_with_the_line(tmp_path: Path) -> None:
    with pytest.raises(DockerfileError, match=r"Dockerfile:2  .*requirements.txt does not exist"):
        files_of(tmp_path, "COPY requirements.txt ./")


def test_key_follows_the_content_and_not_the_place(tmp_path: Path) -> None:
    keys = []
    for number, content in enumerate(["httpx\n", "httpx\n", "starlette\n"]):
        file = tmp_path / f"requirements-{number}.txt"
        file.write_text(content)
        keys.append(environment_key([file]))
    assert keys[0] == keys[1] != keys[2]


def test_key_follows_included_files(tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text("-r base.txt\n")
    (tmp_path / "base.txt").write_text("httpx\n")
    before = environment_key([file])
    (tmp_path / "base.txt").write_text("starlette\n")
    assert environment_key([file]) != before
