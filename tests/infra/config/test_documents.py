from pathlib import Path

import pytest

from infra.config.documents import Document, Position, read_document
from infra.config.violations import ConfigurationError
from tests.infra.config.samples import write_text


def read(root: Path, text: str) -> Document:
    return read_document(write_text(root, "dev.yaml", text), root=root)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: [1\nb: 2\n", "dev.yaml:2  does not parse: expected ',' or ']', but got ':'  [YAML]"),
        ("\ta: 1", "dev.yaml:1  does not parse: found character '\\t' that cannot start any token"),
        ('a: "x', "dev.yaml:1  does not parse: found unexpected end of stream"),
        (
            "a: 1\n--- \nb: 2\n",
            "dev.yaml:2  does not parse: expected a single document in the "
            "stream, but found another document",
        ),
        (
            "a: " + "9" * 400,
            "dev.yaml:1  a  99999999999999999999... is over 9223372036854775807, "
            "the largest number; write a smaller one  [YAML]",
        ),
        ("a: *b\n", "dev.yaml:1  does not parse: found undefined alias 'b'"),
        ("- 1\n", "dev.yaml:1  must hold keys and values, `key: value`  [YAML]"),
        ("", "dev.yaml  must hold keys and values, `key: value`  [YAML]"),
        ("a: 1\nb: 2\na: 3\n", "dev.yaml:3  a  the key is already on line 1; keep one  [YAML]"),
        ("a: &a [*a]\n", "dev.yaml:1  a.0  an alias refers to itself; write the value out"),
        ("a: !!set {b}\n", "a  the tag set is not supported; write plain text  [YAML]"),
        ("<<: {a: 1}\n", "dev.yaml:1  `<<` is not supported; use `extends`  [YAML]"),
        ("a: !!int x\n", "dev.yaml:1  a  'x' is no readable int; correct or quote it  [YAML]"),
        ("a: \x00\n", "dev.yaml  does not parse: unacceptable character #x0000"),
        ("a: " + "[" * 3000, "dev.yaml  does not parse: it nests too deeply  [YAML]"),
        ("[1, 2]: 3\n", "dev.yaml:1  a key must be plain text  [YAML]"),
    ],
)
def test_file_that_is_no_clean_mapping(tmp_path: Path, text: str, found: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read(tmp_path, text)
    assert found in str(caught.value)


def test_every_duplicate_key_is_found(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read(tmp_path, "a: 1\na: 2\nb: {c: 1, c: 2}\n")
    assert [(v.line, v.path) for v in caught.value.violations] == [(2, "a"), (3, "b.c")]


def test_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"dev.yaml  cannot be read: No such file"):
        read_document(tmp_path / "dev.yaml", root=tmp_path)


def test_file_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "dev.yaml").write_bytes(b"a: \xff\n")
    with pytest.raises(ConfigurationError, match=r"dev.yaml  is not UTF-8 text"):
        read_document(tmp_path / "dev.yaml", root=tmp_path)


def test_values_keep_their_yaml_types(tmp_path: Path) -> None:
    text = 'a: 134_515_008\nb: "1"\nc: 1.5\nd: true\ne: null\nf: [x]\n1: yes\ng: 2026-01-01\n'
    assert read(tmp_path, text).data == {
        "a": 134515008, "b": "1", "c": 1.5, "d": True, "e": None, "f": ["x"], 1: "yes",
        "g": "2026-01-01",
    }  # fmt: skip


def test_aliases_stand_for_their_value(tmp_path: Path) -> None:
    assert read(tmp_path, "a: &x {b: 1}\nc: *x\n").data == {"a": {"b": 1}, "c": {"b": 1}}


def test_positions_of_keys_and_items(tmp_path: Path) -> None:
    document = read(tmp_path, "a:\n  b: 1\nc:\n- x\n- y\n")
    assert document.position(("a", "b")) == Position("dev.yaml", 2)
    assert document.position(("c", "1")) == Position("dev.yaml", 5)


def test_position_of_a_missing_key_is_that_of_its_parent(tmp_path: Path) -> None:
    document = read(tmp_path, "a:\n  b: 1\n")
    assert document.position(("a", "x", "y")) == Position("dev.yaml", 1)
    assert document.position(("z",)) == Position("dev.yaml", 1)
