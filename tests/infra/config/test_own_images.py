from pathlib import Path

import pytest

from infra.config.dockerfile.errors import DockerfileError
from infra.config.own_images import handler_of, own_image, read_own_image
from tests.infra.config.samples import write_text

DOCKERFILE = "containers/mine/Dockerfile"


def test_handler_is_that_of_the_last_stage(tmp_path: Path) -> None:
    write_text(tmp_path, DOCKERFILE, "FROM x\nENV LOCKGATE_HANDLER=a\nFROM y\n")
    assert handler_of(tmp_path, "mine") is None


def test_changed_dockerfile_is_read_again(tmp_path: Path) -> None:
    for handler in ("first", "another"):
        write_text(tmp_path, DOCKERFILE, f"FROM x\nENV LOCKGATE_HANDLER={handler}\n")
        assert handler_of(tmp_path, "mine") == handler


@pytest.mark.parametrize("container", ["none", {"managed": "vllm"}])
def test_container_without_a_dockerfile_has_no_image(tmp_path: Path, container: object) -> None:
    assert own_image(tmp_path, container) is None


def test_dockerfile_that_does_not_parse(tmp_path: Path) -> None:
    write_text(tmp_path, DOCKERFILE, "ENV A=b\n")
    assert own_image(tmp_path, "mine") is None
    with pytest.raises(DockerfileError, match="stands before the first FROM"):
        read_own_image(tmp_path, "mine")


@pytest.mark.parametrize(
    ("start", "handler"),
    [
        ('ENTRYPOINT ["python3", "-m", "mine.server"]', "mine.server"),
        ('ENV LOCKGATE_HANDLER=a\nENTRYPOINT ["python3", "-m", "mine.server"]', "a"),
        ('ENTRYPOINT ["python3", "serve.py"]', None),
        ('ENTRYPOINT ["serve"]', None),
    ],
)
def test_without_a_handler_the_module_that_is_started_serves(
    tmp_path: Path, start: str, handler: str | None
) -> None:
    write_text(tmp_path, DOCKERFILE, f"FROM x\n{start}\n")
    assert handler_of(tmp_path, "mine") == handler
