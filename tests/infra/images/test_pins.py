"""Pins of a small project, whose packages are wheels beside it."""

import sys
import zipfile
from pathlib import Path

import pytest

from infra.images.pins import main, pinned, with_pins, write_pins


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A container that wants `top`, which needs any `Below_It`; pip sees no other packages."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    folder = tmp_path / "containers" / "mine"
    folder.mkdir(parents=True)
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    write_wheel(folder, "top", "1.0", "Requires-Dist: Below_It\n")
    write_wheel(folder, "Below_It", "2.0+cpu")
    (folder / "requirements.txt").write_text("-c constraints.txt\ntop==1.0\n")
    (folder / "constraints.txt").write_text("below-it==1.0\n")
    return folder


def write_wheel(folder: Path, name: str, version: str, more: str = "") -> None:
    info = f"{name}-{version}.dist-info"
    files = {
        "METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{more}",
        "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "RECORD": "",
    }
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as archive:
        for file, text in files.items():
            archive.writestr(f"{info}/{file}", text)


def test_what_a_package_needs_is_pinned_without_its_build(folder: Path) -> None:
    assert write_pins(folder) == 1
    assert (folder / "constraints.txt").read_text().splitlines() == [
        "# What the packages of requirements.txt need in turn; written by `make pins`, which asks "
        "pip.",
        "below-it==2.0",
    ]


def test_packages_of_further_requirements_go_together_with_the_others(folder: Path) -> None:
    write_wheel(folder, "more", "3.0")
    (folder / "export-requirements.txt").write_text("-r requirements.txt\nmore==3.0\n")
    write_pins(folder)
    assert (folder / "constraints.txt").read_text().endswith("below-it==2.0\nmore==3.0\n")


def test_requirements_that_cannot_be_met_are_an_error(
    folder: Path,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("infra.images.pins.PLACE", (sys.platform, sys.version_info[:2]))
    (folder / "requirements.txt").write_text("-c constraints.txt\ntop==9.0\n")
    assert main(tmp_path) == f"error: pip cannot resolve {folder}; it says why above"
    assert "No matching distribution found for top==9.0" in capfd.readouterr().err


def test_only_folders_with_constraints_of_their_own_are_resolved(
    folder: Path, tmp_path: Path
) -> None:
    for name, line in (("shared", "-c ../mine/constraints.txt"), ("alone", "a==1")):
        other = tmp_path / "containers" / name
        other.mkdir()
        (other / "requirements.txt").write_text(f"{line}\n")
    assert with_pins(tmp_path) == [folder]


def test_pins_of_another_system_are_not_written(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.images.pins.PLACE", ("amiga", (3, 11)))
    error = "error: pip must resolve for the images: run it on Linux, with Python 3.11"
    assert main(tmp_path) == error
    assert (folder / "constraints.txt").read_text() == "below-it==1.0\n"


def test_names_are_compared_as_pip_does() -> None:
    assert pinned("# c==1\nA_b[c.d]==1  # why\n\n-c constraints.txt\n") == {"a-b"}
