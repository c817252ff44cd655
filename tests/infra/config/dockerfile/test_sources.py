from pathlib import Path

import pytest

from infra.config.dockerfile.errors import DockerfileError
from infra.config.dockerfile.image import Copy
from infra.config.dockerfile.sources import sources_of


@pytest.fixture
def context(tmp_path: Path) -> Path:
    (tmp_path / "context").mkdir()
    for name in ("a.py", "b.py", "c.txt"):
        (tmp_path / "context" / name).touch()
    return tmp_path / "context"


def found(context: Path, *sources: str) -> list[str]:
    copy = Copy(sources, "/x/", 7)
    return [path.name for path in sources_of(copy, file=Path("Dockerfile"), context=context)]


def test_patterns_are_filled_in_beside_plain_names(context: Path) -> None:
    assert found(context, "c.txt", "*.py") == ["c.txt", "a.py", "b.py"]


def test_a_path_from_the_root_starts_at_the_context(context: Path) -> None:
    assert found(context, "/a.py") == ["a.py"]


def test_source_that_does_not_exist(context: Path) -> None:
    with pytest.raises(DockerfileError, match=r"Dockerfile:7  COPY none: no such file in the"):
        found(context, "none")


@pytest.mark.parametrize("source", ["../secret", "c.txt/../../secret", "/../secret"])
def test_source_outside_the_context(context: Path, source: str) -> None:
    (context.parent / "secret").touch()
    message = rf"Dockerfile:7  COPY {source}: outside the build context"
    with pytest.raises(DockerfileError, match=message):
        found(context, source)


def test_source_below_a_link_is_that_of_the_context(context: Path) -> None:
    (context.parent / "elsewhere").mkdir()
    (context.parent / "elsewhere" / "d.py").touch()
    (context / "linked").symlink_to(context.parent / "elsewhere")
    assert found(context, "linked/d.py") == ["d.py"]


def test_path_is_the_shortest_one(context: Path) -> None:
    copy = Copy(("folder/../a.py",), "/x/", 7)
    assert sources_of(copy, file=Path("Dockerfile"), context=context) == [context / "a.py"]
