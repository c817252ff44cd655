from pathlib import Path

import pytest

from lockgate.publishing.parts import MIB, MOST_PARTS, Part, checksum, part_size, split


def test_parts_join_to_the_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(bytes(range(256)) * 80_000)

    assert b"".join(part.read(path) for part in split(20_480_000)) == path.read_bytes()


def test_last_part_is_what_is_left() -> None:
    assert list(split(9 * MIB)) == [Part(1, 0, 8 * MIB), Part(2, 8 * MIB, MIB)]


@pytest.mark.parametrize("size", [1, 8 * MIB, 80_000 * MIB, 80_000 * MIB + 1, 5_000_000 * MIB])
def test_no_file_has_more_parts_than_s3_takes(size: int) -> None:
    assert -(-size // part_size(size)) <= MOST_PARTS


def test_checksum_is_written_as_s3_writes_it() -> None:
    assert checksum(b"") == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
