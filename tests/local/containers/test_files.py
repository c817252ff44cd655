import os
from pathlib import Path

import pytest

from infra.config.dockerfile.errors import DockerfileError
from infra.config.dockerfile.image import read_image
from lockgate.local.containers.files import link_files


def laid_out(tmp_path: Path, *copies: str) -> set[str]:
    """Write a context with some files, apply the COPY lines, and list what WORKDIR holds."""
    context = tmp_path / "context"
    for name in ("code/main.py", "code/sub/part.py", "code/__pycache__/main.pyc", "a.txt", "b.txt"):
        (context / name).parent.mkdir(parents=True, exist_ok=True)
        (context / name).write_text(name)
    file = context / "Dockerfile"
    file.write_text("\n".join(["FROM a", "WORKDIR /opt/program", *copies, 'ENTRYPOINT ["x"]']))
    image = read_image(file, base={})
    workdir = link_files(image, context=context, root=tmp_path / "root")
    found = [Path(folder, name) for folder, _, names in os.walk(workdir) for name in names]
    return {f"{path.relative_to(workdir)}={path.read_text()}" for path in found}


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        ("COPY a.txt ./", {"a.txt=a.txt"}),
        ("COPY a.txt c.txt", {"c.txt=a.txt"}),
        ("COPY a.txt deep/folder/", {"deep/folder/a.txt=a.txt"}),
        ("COPY *.txt ./", {"a.txt=a.txt", "b.txt=b.txt"}),
        ("COPY a.txt b.txt /opt/program", {"a.txt=a.txt", "b.txt=b.txt"}),
        ("COPY code code", {"code/main.py=code/main.py", "code/sub/part.py=code/sub/part.py"}),
        ("COPY code ./", {"main.py=code/main.py", "sub/part.py=code/sub/part.py"}),
        ("COPY a.txt /elsewhere/", set()),
    ],
)
def test_files_lie_where_docker_puts_them(tmp_path: Path, copy: str, expected: set[str]) -> None:
    assert laid_out(tmp_path, copy) == expected


def test_later_copy_wins(tmp_path: Path) -> None:
    assert laid_out(tmp_path, "COPY a.txt x", "COPY b.txt x") == {"x=b.txt"}


def test_nothing_lies_there_without_copy(tmp_path: Path) -> None:
    assert laid_out(tmp_path) == set()


def test_missing_source_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(DockerfileError, match=r":3  COPY none: no such file in the build context"):
        laid_out(tmp_path, "COPY none ./")


def test_source_outside_the_context_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    with pytest.raises(DockerfileError, match=r":3  COPY .*secret: outside the build context"):
        laid_out(tmp_path, "COPY ../secret ./")
