"""`make pins`: writes what the packages of containers need in turn, each with one version.

What is in `containers/NAME/requirements.txt` is chosen by a person. What those packages need is
resolved by pip, and written to `constraints.txt` beside it, which that file names (`-c`): so an
image has the same packages on every day.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = ("requirements.txt", "export-requirements.txt")
"""Files of a folder whose packages are resolved together, as far as they are there; the first is
what the image installs."""
CONSTRAINTS = "constraints.txt"
PLACE = ("linux", (3, 11))
"""System and Python of the images: pip resolves for those that it runs on."""
_REFERENCE = f"-c {CONSTRAINTS}"
_HEAD = "# What the packages of {} need in turn; written by `make pins`, which asks pip.\n"
_PIP = (sys.executable, "-m", "pip", "--no-input", "--disable-pip-version-check")
_PIN = re.compile(r"\s*([\w.-]+)(?:\[[\w,.-]+\])?==")


class NotResolvedError(Exception):
    """pip finds no versions that go together, and has said why."""


def with_pins(root: Path) -> list[Path]:
    """The folders of `containers/` that have constraints of their own."""
    files = sorted(root.glob(f"containers/*/{FILES[0]}"))
    return [file.parent for file in files if _REFERENCE in file.read_text().splitlines()]


def write_pins(folder: Path) -> int:
    """Resolve the requirements of a container anew; return the number of packages.

    Raises:
        NotResolvedError: pip cannot.
    """
    present = [name for name in FILES if (folder / name).is_file()]
    chosen = pinned((folder / FILES[0]).read_text())
    pins = {name: pin for name, pin in resolve(folder, present).items() if name not in chosen}
    lines = [f"{name}=={version}\n" for name, version in sorted(pins.items())]
    (folder / CONSTRAINTS).write_text(_HEAD.format(" and ".join(present)) + "".join(lines))
    return len(lines)


def resolve(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """Versions of all packages that some requirements bring, without the constraints of before.

    Of a version such as `2.13.0+cpu` the part behind the plus is left out: it says which build of
    it an index has, and laptops and images with CUDA take another.
    """
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch, "report.json")
        options = ["--dry-run", "--ignore-installed", "--quiet", "--report", str(report)]
        for name in names:
            text = (folder / name).read_text().replace(_REFERENCE, "")
            Path(scratch, name).write_text(text)
            options += ["-r", str(Path(scratch, name))]
        if subprocess.run([*_PIP, "install", *options], check=False).returncode != 0:
            raise NotResolvedError(f"pip cannot resolve {folder}; it says why above")
        return _versions(json.loads(report.read_bytes()))


def pinned(requirements: str) -> set[str]:
    """Names of the packages that requirements pin, as pip compares them."""
    found = [_PIN.match(line) for line in requirements.splitlines()]
    return {normal(match[1]) for match in found if match}


def normal(name: str) -> str:
    """A package's name as pip compares it: https://packaging.python.org/specifications."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _versions(report: Mapping[str, list[Mapping[str, Mapping[str, str]]]]) -> dict[str, str]:
    metadata = [item["metadata"] for item in report["install"]]
    return {normal(each["name"]): each["version"].partition("+")[0] for each in metadata}


def main(root: Path) -> str | None:
    """Write all pins; return the error, if there is one, in one line."""
    if (sys.platform, sys.version_info[:2]) != PLACE:
        return "error: pip must resolve for the images: run it on Linux, with Python 3.11"
    for folder in with_pins(root):
        sys.stdout.write(f"{folder.relative_to(root)}\n")
        sys.stdout.flush()  # before pip writes on
        try:
            write_pins(folder)
        except NotResolvedError as error:
            return f"error: {error}"
    return None


if __name__ == "__main__":
    sys.exit(main(ROOT))
