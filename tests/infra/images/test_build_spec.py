"""The commands of CodeBuild, run by a shell against programs that only write down their calls."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from infra.images.build_spec import build_spec

PROGRAM = """\
#!/bin/sh
name="${0##*/}"
echo "$name $*" >> "$CALLS"
case "$name $*" in
  "$FAILING"*) exit 1 ;;
  "python3 -m venv "*) mkdir -p "$3/bin" && ln -s "$0" "$3/bin/pip" && ln -s "$0" "$3/bin/syft" ;;
esac
"""


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("aws", "docker", "python3"):
        (folder / name).write_text(PROGRAM, encoding="utf-8")
        (folder / name).chmod(0o755)
    return folder


def run(programs: Path, *, failing: str = "nothing") -> list[str]:
    """Run each command like CodeBuild, up to one that fails, and return the calls."""
    commands = json.loads(build_spec())["phases"]["build"]["commands"]
    environ = {
        "PATH": f"{programs}:/usr/bin:/bin",
        "TMPDIR": str(programs),
        "CALLS": str(programs / "calls"),
        "FAILING": failing,
        "BUCKET": "documents",
        "CONTAINER": "llamacpp",
        "REPOSITORY": "host/llamacpp",
        "TAG": "abc",
    }
    done = subprocess.run(["sh", "-ec", "\n".join(commands)], env=environ, check=False)
    assert (done.returncode == 0) is (failing == "nothing")
    return (programs / "calls").read_text(encoding="utf-8").splitlines()


def test_build_spec_has_the_form_that_codebuild_reads() -> None:
    spec = json.loads(build_spec())
    assert list(spec) == ["version", "phases"]
    assert spec["version"] == "0.2"  # in 0.1 each command would have a shell of its own
    assert list(spec["phases"]) == ["build"]
    assert list(spec["phases"]["build"]) == ["commands"]


def test_shell_of_the_commands_is_sound() -> None:
    commands = json.loads(build_spec())["phases"]["build"]["commands"]
    assert shellcheck(commands) == []
    assert shellcheck(['docker push "$REPOSITORY":$TAG']) == ["SC2086"]


def shellcheck(commands: list[str]) -> list[str]:
    """What ShellCheck finds; hadolint has it for the commands of Dockerfiles."""
    dockerfile = f"FROM scratch\nRUN {' && '.join(commands)}\n"
    program = str(Path(sys.executable).with_name("hadolint"))
    command = [program, "--no-fail", "--format", "json", "-"]
    done = subprocess.run(command, input=dockerfile, text=True, check=True, capture_output=True)
    codes = [finding["code"] for finding in json.loads(done.stdout)]
    return [code for code in codes if code.startswith("SC")]


def test_image_is_built_then_described_then_pushed(programs: Path) -> None:
    calls = [" ".join(call.split()[:2]) for call in run(programs)]
    assert [call for call in calls if not call.startswith("aws ecr")] == [
        "docker login",
        "docker buildx",
        "python3 -m",
        "pip install",
        "syft scan",
        "aws s3",
        "docker push",
    ]


def test_sbom_is_that_of_the_image_that_is_pushed(programs: Path) -> None:
    (scan,) = [call for call in run(programs) if call.startswith("syft")]
    assert scan.startswith("syft scan docker:host/llamacpp:abc ")


def test_sbom_is_stored_by_container_and_tag(programs: Path) -> None:
    (copy,) = [call for call in run(programs) if call.startswith("aws s3")]
    assert copy.endswith("/sbom.json s3://documents/sboms/llamacpp/abc.json")


def test_program_that_writes_sboms_is_taken_by_its_digest(programs: Path) -> None:
    (install,) = [call for call in run(programs) if call.startswith("pip")]
    assert "--require-hashes" in install
    (requirements,) = programs.glob("tmp.*/requirements.txt")
    assert "==1.18.1 --hash=sha256:" in requirements.read_text(encoding="utf-8")


@pytest.mark.parametrize("failing", ["docker buildx", "pip install", "syft scan", "aws s3"])
def test_image_without_an_sbom_is_not_pushed(programs: Path, failing: str) -> None:
    calls = run(programs, failing=failing)
    assert [call for call in calls if call.startswith("docker push")] == []
