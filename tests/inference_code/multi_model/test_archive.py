from pathlib import Path

import orjson
import pytest

from inference_code.errors import InvalidModelError, ModelNotLoadedError
from inference_code.multi_model.archive import read_settings
from tests.inference_code.scripted import settings

GIVEN = settings(LOCKGATE_CONTEXT_LENGTH="512", LOCKGATE_PARALLEL_REQUESTS="3")


def folder(tmp_path: Path, **fields: object) -> Path:
    document = orjson.dumps({"model": "smollm2"} | fields)
    (tmp_path / "lockgate.json").write_bytes(document)
    return tmp_path


def test_archive_names_its_model_and_digest(tmp_path: Path) -> None:
    read = read_settings(folder(tmp_path, release=2, sha256="a" * 64), GIVEN, name="hash")
    assert (read.model_name, read.model_sha256, read.model_dir) == ("smollm2", "a" * 64, tmp_path)


def test_settings_of_the_archive_win_over_those_of_the_environment(tmp_path: Path) -> None:
    read = read_settings(folder(tmp_path, settings={"context_length": 2048}), GIVEN, name="hash")
    assert (read.context_length, read.parallel_requests) == (2048, 3)


def test_archive_without_a_description_takes_name_and_environment(tmp_path: Path) -> None:
    read = read_settings(tmp_path, GIVEN, name="hash")
    assert (read.model_name, read.context_length, read.model_sha256) == ("hash", 512, None)


def test_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelNotLoadedError, match=f"there is no folder {tmp_path}/missing"):
        read_settings(tmp_path / "missing", GIVEN, name="hash")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"sha256": "abc"}, "sha256: String should match pattern '^[0-9a-f]{64}$'"),
        ({"colour": "red"}, "colour: Extra inputs are not permitted"),
        (
            {"settings": {"parallel_requests": 257}},
            "settings.parallel_requests: Input should be less than or equal to 256",
        ),
    ],
)
def test_wrong_field_is_named_with_the_file(
    tmp_path: Path, fields: dict[str, object], reason: str
) -> None:
    with pytest.raises(InvalidModelError) as raised:
        read_settings(folder(tmp_path, **fields), GIVEN, name="hash")
    assert raised.value.message == f"{tmp_path}/lockgate.json: {reason}"
