from pathlib import PurePosixPath

import pytest

from lockgate.local.containers.artifact_names import name_of_object, names_of_prefix
from lockgate.local.containers.errors import ArtifactFailed


def test_single_object_keeps_the_last_segment_of_its_key() -> None:
    assert name_of_object("models/v1/abc.gguf") == PurePosixPath("abc.gguf")


def test_prefix_is_trimmed_from_each_key() -> None:
    names = names_of_prefix(["m/config.json", "m/shards/1.bin"], prefix="m/")
    assert list(names.values()) == [PurePosixPath("config.json"), PurePosixPath("shards/1.bin")]


@pytest.mark.parametrize("key", ["m/", "m/folder/", "m/../x", "m/./x", "m/ /x", "m/a\0b"])
def test_name_that_sagemaker_refuses_is_refused(key: str) -> None:
    with pytest.raises(ArtifactFailed, match="which SageMaker refuses"):
        names_of_prefix([key], prefix="m/")


def test_name_that_is_too_long_is_refused() -> None:
    with pytest.raises(ArtifactFailed, match="of 256 bytes; SageMaker takes 255 at most"):
        name_of_object("m/" + "é" * 128)


def test_name_that_is_both_file_and_folder_is_refused() -> None:
    with pytest.raises(ArtifactFailed, match="the file weights, which is also the folder of other"):
        names_of_prefix(["m/weights", "m/weights/part1"], prefix="m/")
