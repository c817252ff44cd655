import hashlib
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from infra.config.catalogue import instances
from infra.config.digests import ArtifactError, folder_digest
from infra.config.model_card import Release
from infra.config.multi_model import hosts_many, target_model, write_archive
from infra.config.references import ReleaseReference
from tests.infra.config.samples import SHA256, small_release

SMALL = ReleaseReference("small", 2)
TRITON = {"managed": "sagemaker-tritonserver"}


def release(**changes: Any) -> Release:
    return Release.model_validate(small_release(**changes))


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    path = tmp_path / "model.gguf"
    path.write_bytes(b"weights")
    return path


def content(archive: Path) -> dict[str, bytes]:
    with tarfile.open(archive) as tar:
        streams = {member.name: tar.extractfile(member) for member in tar.getmembers()}
        return {name: stream.read() for name, stream in streams.items() if stream}


def test_target_model_names_model_and_release() -> None:
    assert target_model(SMALL) == "small-2.tar.gz"


def test_archive_is_called_as_the_target_model(weights: Path, tmp_path: Path) -> None:
    assert write_archive(release(), SMALL, weights, tmp_path) == tmp_path / "small-2.tar.gz"


def test_manifest_stands_before_the_model(weights: Path, tmp_path: Path) -> None:
    with tarfile.open(write_archive(release(), SMALL, weights, tmp_path)) as tar:
        assert tar.getnames() == ["lockgate.json", "model.gguf"]


def test_manifest_says_what_the_container_needs(weights: Path, tmp_path: Path) -> None:
    found = content(write_archive(release(), SMALL, weights, tmp_path))
    assert json.loads(found["lockgate.json"]) == {
        "model": "small",
        "release": 2,
        "sha256": SHA256,
        "settings": {"context_length": 2048, "parallel_requests": 4},
    }


def test_digest_is_computed_where_the_card_has_none(weights: Path, tmp_path: Path) -> None:
    found = content(write_archive(release(sha256=None), SMALL, weights, tmp_path))
    manifest = json.loads(found["lockgate.json"])
    assert manifest["sha256"] == hashlib.sha256(b"weights").hexdigest()


def test_equal_releases_give_equal_bytes(weights: Path, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    first = write_archive(release(), SMALL, weights, tmp_path)
    second = write_archive(release(), SMALL, weights, tmp_path / "again")
    assert first.read_bytes() == second.read_bytes()


def test_managed_image_gets_the_folder_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "repository"
    (folder / "1").mkdir(parents=True)
    (folder / "1" / "model.onnx").write_bytes(b"onnx")
    (folder / "config.pbtxt").write_bytes(b"name: x")
    found = content(write_archive(release(container=TRITON), SMALL, folder, tmp_path))
    assert found == {"1/model.onnx": b"onnx", "config.pbtxt": b"name: x"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "folder"
    (path / "vocabulary").mkdir(parents=True)
    (path / "model.onnx").write_bytes(b"onnx")
    (path / "vocabulary" / "words.txt").write_bytes(b"a b")
    return path


def test_container_of_ours_gets_the_folder_after_the_manifest(folder: Path, tmp_path: Path) -> None:
    with tarfile.open(write_archive(release(), SMALL, folder, tmp_path)) as tar:
        assert tar.getnames() == ["lockgate.json", "model.onnx", "vocabulary/words.txt"]


def test_manifest_of_a_folder_names_the_digest_of_its_files(folder: Path, tmp_path: Path) -> None:
    found = content(write_archive(release(sha256=None), SMALL, folder, tmp_path))
    assert json.loads(found["lockgate.json"])["sha256"] == folder_digest(folder)


def test_folder_with_a_manifest_of_its_own(folder: Path, tmp_path: Path) -> None:
    (folder / "lockgate.json").write_text("{}")
    with pytest.raises(ArtifactError) as caught:
        write_archive(release(), SMALL, folder, tmp_path)
    assert str(caught.value) == (
        "small@2 has a file lockgate.json of its own, which is what an archive begins with; "
        "remove or rename it"
    )


def test_file_for_a_managed_image(weights: Path, tmp_path: Path) -> None:
    with pytest.raises(ArtifactError) as caught:
        write_archive(release(container=TRITON), SMALL, weights, tmp_path)
    assert str(caught.value) == (
        "small@2 is one file, and sagemaker-tritonserver loads a folder; name a folder as its "
        "source"
    )


@pytest.mark.parametrize(
    ("instance", "hosts"),
    [
        ("ml.c5.large", True),
        ("ml.g5.2xlarge", True),
        ("ml.g5.12xlarge", False),
        ("ml.g6.xlarge", False),
        ("ml.inf2.xlarge", False),
    ],
)
def test_instances_that_host_many_models(instance: str, hosts: bool) -> None:
    assert hosts_many(instances()[instance]) is hosts
