"""Which program builds images here, with programs that only write down their calls."""

from pathlib import Path

import pytest

from infra.images.__main__ import cpu_containers, main
from infra.images.context import content_tag
from tests.infra.house import write_house

PROGRAM = """\
#!/bin/sh
echo "${{0##*/}} $*" >> "{calls}"
case "$*" in
  "{failing}"*) exit 1 ;;
  "image inspect"*) echo 412345678 ;;
  "images"*) echo "36.1 MB" ;;
esac
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_house(tmp_path)
    dockerfile = tmp_path / "containers/llamacpp/Dockerfile"
    dockerfile.write_text('FROM a\nCOPY inference_code x\nENTRYPOINT ["x"]\n', encoding="utf-8")
    return tmp_path


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is all of PATH."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def install(programs: Path, name: str, *, failing: str = "nothing") -> None:
    text = PROGRAM.format(calls=programs / "calls", failing=failing)
    (programs / name).write_text(text, encoding="utf-8")
    (programs / name).chmod(0o755)


def calls(programs: Path) -> list[str]:
    return (programs / "calls").read_text(encoding="utf-8").splitlines()


def test_docker_builds_what_sagemaker_takes(root: Path, programs: Path) -> None:
    install(programs, "docker")
    assert main(root) is None
    *_, build, _ = calls(programs)
    assert build.startswith("docker buildx build --output type=docker --provenance=false --platf")
    assert f" --tag lockgate/llamacpp:{content_tag(root, 'llamacpp')} " in build


@pytest.mark.parametrize(("name", "size"), [("docker", "412 MB"), ("buildah", "36.1 MB")])
def test_name_and_size_are_told(
    root: Path, programs: Path, name: str, size: str, capfd: pytest.CaptureFixture[str]
) -> None:
    install(programs, name)
    assert main(root) is None
    image = f"lockgate/llamacpp:{content_tag(root, 'llamacpp')}"
    assert capfd.readouterr().out.splitlines() == [
        f"{name} builds {image} (1 of 1)",
        f"{image}  {size}",
    ]


def test_buildah_builds_where_no_daemon_answers(root: Path, programs: Path) -> None:
    install(programs, "docker", failing="info")
    install(programs, "buildah")
    assert main(root) is None
    assert [line for line in calls(programs) if line.startswith("docker")] == ["docker info"]
    assert "buildah build --format docker --platform linux/amd64" in calls(programs)[1]


def test_without_either_program_nothing_is_built(root: Path, programs: Path) -> None:
    assert main(root) == (
        "error: images are built by docker or buildah, and neither is here; install one of them"
    )


def test_docker_without_its_daemon_is_said(root: Path, programs: Path) -> None:
    install(programs, "docker", failing="info")
    assert main(root) == (
        "error: images are built by docker or buildah, and docker is here, but its daemon does "
        "not answer (`docker info` says why); start it, or install buildah, which needs none"
    )


def test_docker_without_buildx_is_said(root: Path, programs: Path) -> None:
    install(programs, "docker", failing="buildx version")
    assert main(root) == (
        "error: images are built by docker or buildah, and docker is here without buildx, which "
        "some distributions pack apart; install docker-buildx, or buildah"
    )


def test_build_that_fails_is_said(root: Path, programs: Path) -> None:
    install(programs, "docker", failing="buildx build")
    error = str(main(root))
    assert error.startswith("error: docker did not build lockgate/llamacpp:")


def test_copy_of_what_is_not_there_is_said(root: Path, programs: Path) -> None:
    install(programs, "docker")
    file = root / "containers/llamacpp/Dockerfile"
    file.write_text("FROM a\nCOPY containers/none x\n", encoding="utf-8")
    assert str(main(root)).startswith(f"error: {file}:2  COPY containers/none: no such file in ")


@pytest.mark.parametrize("label", ["ai.lockgate.cuda=13.0", "ai.lockgate.processor=gpu"])
def test_images_for_gpus_are_left_out(root: Path, label: str) -> None:
    folder = root / "containers" / "cuda"
    folder.mkdir()
    text = f'FROM a\nLABEL {label}\nENTRYPOINT ["x"]\n'
    (folder / "Dockerfile").write_text(text, encoding="utf-8")
    assert cpu_containers(root) == ["llamacpp"]
