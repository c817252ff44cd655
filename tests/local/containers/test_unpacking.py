import io
import tarfile
from pathlib import Path

import pytest

from lockgate.local.containers.errors import ArtifactFailed
from lockgate.local.containers.unpacking import unpack


def archive(tmp_path: Path, *members: tarfile.TarInfo) -> Path:
    path = tmp_path / "model.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        for member in members:
            tar.addfile(member, io.BytesIO(b"x" * member.size))
    return path


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type = kind
    info.linkname = link
    info.size = 3 if kind == tarfile.REGTYPE else 0
    return info


def test_files_and_folders_are_unpacked(tmp_path: Path) -> None:
    members = [member("./config.json"), member("code", tarfile.DIRTYPE), member("a/b/weights.bin")]
    unpack(archive(tmp_path, *members), into=tmp_path / "model", name="m")
    found = sorted(str(p.relative_to(tmp_path / "model")) for p in tmp_path.glob("model/**/*"))
    assert found == ["a", "a/b", "a/b/weights.bin", "code", "config.json"]
    assert (tmp_path / "model/a/b/weights.bin").read_text() == "xxx"


@pytest.mark.parametrize("name", ["../escape", "a/../../escape", "/etc/escape"])
def test_path_that_leads_outside_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArtifactFailed, match="a path that leads out of the model"):
        unpack(archive(tmp_path, member(name)), into=tmp_path / "model", name="m")
    assert not list(tmp_path.rglob("escape"))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE])
def test_link_is_refused(tmp_path: Path, kind: bytes) -> None:
    path = archive(tmp_path, member("latest", kind, "/etc/passwd"))
    with pytest.raises(ArtifactFailed, match="'latest', a link to '/etc/passwd'; pack the file"):
        unpack(path, into=tmp_path / "model", name="m")


@pytest.mark.parametrize("kind", [tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE])
def test_device_is_refused(tmp_path: Path, kind: bytes) -> None:
    with pytest.raises(ArtifactFailed, match="'disk', which is no plain file or folder"):
        unpack(archive(tmp_path, member("disk", kind)), into=tmp_path / "model", name="m")


@pytest.mark.parametrize("keep", [0, 60])
def test_file_that_is_no_whole_archive_is_refused(tmp_path: Path, keep: int) -> None:
    path = archive(tmp_path, member("a"), member("b"))
    path.write_bytes(path.read_bytes()[:keep] or b"plain text")
    with pytest.raises(ArtifactFailed, match=r"s3://b/m is no tar\.gz that can be unpacked"):
        unpack(path, into=tmp_path / "model", name="s3://b/m")
