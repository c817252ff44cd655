import os
import tarfile
from pathlib import Path

from infra.config.archive import folder_members, pack


def test_times_do_not_change_the_bytes(tmp_path: Path) -> None:
    source = tmp_path / "model.gguf"
    source.write_bytes(b"weights")
    pack([("a", source)], tmp_path / "first")
    os.utime(source, (1, 1))
    pack([("a", source)], tmp_path / "second")
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


def test_members_keep_their_order_and_have_no_owner(tmp_path: Path) -> None:
    pack([("b", b"1"), ("a", b"2")], tmp_path / "packed")
    with tarfile.open(tmp_path / "packed") as archive:
        members = archive.getmembers()
    assert [member.name for member in members] == ["b", "a"]
    assert {(member.uid, member.gid, member.mtime, member.mode) for member in members} == {
        (0, 0, 0, 0o644)
    }


def test_only_the_whole_archive_has_its_name(tmp_path: Path) -> None:
    pack([("a", b"1")], tmp_path / "packed")
    assert [path.name for path in tmp_path.iterdir()] == ["packed"]


def test_folder_members_are_named_by_their_path_below_it(tmp_path: Path) -> None:
    (tmp_path / "1").mkdir()
    (tmp_path / "1" / "model.onnx").touch()
    (tmp_path / "config.pbtxt").touch()
    names = [name for name, _ in folder_members(tmp_path)]
    assert names == ["1/model.onnx", "config.pbtxt"]
