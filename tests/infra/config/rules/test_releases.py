from pathlib import Path

from tests.infra.config.conftest import Broken
from tests.infra.config.samples import COMMIT, large_card, large_release, write_text


def test_wheel_without_a_digest(broken_release: Broken) -> None:
    assert broken_release(sha256=None) == [
        "releases.1.sha256  pypi:small==1.0#small/model.gguf has no digest to check it by; add "
        "its sha256  [SOURCE]"
    ]


def test_single_file_without_a_digest(broken_release: Broken, tmp_path: Path) -> None:
    write_text(tmp_path, "weights/model.gguf", "weights")
    assert broken_release(source="file:weights/model.gguf", sha256=None) == [
        "releases.1.sha256  file:weights/model.gguf has no digest to check it by; add its sha256"
        "  [SOURCE]"
    ]


def test_folder_needs_no_digest(broken_release: Broken, tmp_path: Path) -> None:
    write_text(tmp_path, "weights/model.gguf", "weights")
    assert broken_release(source="file:weights", sha256=None) == []


def test_file_outside_of_the_project(broken_release: Broken) -> None:
    assert (
        "releases.1.source  file:../model.gguf leads out of the project; move the file into the "
        "project, or use s3://  [SOURCE]"
    ) in broken_release(source="file:../model.gguf")


def test_file_beyond_an_asset(broken_release: Broken, tmp_path: Path) -> None:
    with write_text(tmp_path, "big.gguf", "").open("r+b") as stream:
        stream.truncate(2 * 2**30 + 1)  # sparse: takes no space
    assert broken_release(source="file:big.gguf") == [
        "releases.1.source  2.0 GiB are more than the 2 GiB of an asset; upload it and use s3://"
        "  [SOURCE]"
    ]


def test_revision_that_is_no_commit(broken: Broken) -> None:
    card = large_card(releases={"1": large_release(source="hf:org/large@main")})
    assert broken(models={"large": card}) == [
        "releases.1.source  'main' is not a commit, so the release may change by itself; write "
        "the 40 characters of the commit  [SOURCE]"
    ]


def test_hub_source_in_triton(broken_release: Broken) -> None:
    triton = {"managed": "sagemaker-tritonserver"}
    assert (
        "releases.1.source  sagemaker-tritonserver does not download from Hugging Face; use a "
        "folder, as file: or s3://BUCKET/PREFIX/  [SOURCE]"
    ) in broken_release(source=f"hf:org/small@{COMMIT}", container=triton)


def test_hub_revision_that_the_server_does_not_know(broken_release: Broken) -> None:
    image = {"managed": "llama-cpp"}
    assert (
        "releases.1.source  llama-cpp fetches what a repository has today, and not its revision "
        f"{COMMIT}; copy the file to S3 and use s3://  [SOURCE]"
    ) in broken_release(source=f"hf:org/small@{COMMIT}", container=image)
