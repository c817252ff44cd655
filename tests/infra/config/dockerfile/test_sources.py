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


@pytest.mark.parametrize("source", ["folder", "folder/linked", "folder/linked/secret", "folder/*"])
def test_source_that_a_link_leads_out_of_the_context(context: Path, source: str) -> None:
    (context.parent / "elsewhere").mkdir()
    (context.parent / "elsewhere" / "secret").touch()
    (context / "folder").mkdir()
    (context / "folder" / "linked").symlink_to(context.parent / "elsewhere")
    message = (
        r"COPY .*: folder/linked\S* leads through a link to .*/elsewhere\S*, outside the build"
    )
    with pytest.raises(DockerfileError, match=message):
        found(context, source)


def test_source_below_a_link_within_the_context(context: Path) -> None:
    (context / "linked").symlink_to(context)
    assert found(context, "linked/a.py") == ["a.py"]


def test_context_may_be_reached_through_a_link(context: Path) -> None:
    (context.parent / "link").symlink_to(context)
    assert found(context.parent / "link", "a.py", ".") == ["a.py", "link"]


def test_path_is_the_shortest_one(context: Path) -> None:
    copy = Copy(("folder/../a.py",), "/x/", 7)
    assert sources_of(copy, file=Path("Dockerfile"), context=context) == [context / "a.py"]
