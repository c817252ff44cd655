from pathlib import Path

import pytest

from inference_code.handler import LoadError
from inference_code.huggingface import needs
from inference_code.huggingface.needs import PACKAGES, PROGRAMS, check_body, check_needs
from inference_code.huggingface.task import TASKS


def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PACKAGES, "text-to-image", "no_such_package")
    with pytest.raises(LoadError, match=r"needs the package no_such_package, .*code/requirements"):
        check_needs("text-to-image")


def test_a_package_that_is_there_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PACKAGES, "text-to-image", "json")
    check_needs("text-to-image")


def test_a_program_that_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LoadError, match=r"needs the program ffmpeg, .*apt-get install ffmpeg"):
        check_needs("automatic-speech-recognition")


def test_a_program_on_the_path_is_enough(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "ffmpeg").touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    check_needs("automatic-speech-recognition")


def test_documents_are_answered_without_tesseract(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(PACKAGES, "document-question-answering", "json")
    monkeypatch.setenv("PATH", str(tmp_path))
    check_needs("document-question-answering")


def test_a_pipeline_that_reads_files_by_name_only_is_refused() -> None:
    with pytest.raises(LoadError, match=r"^the pipeline of video-classification .*inference\.py"):
        check_body("video-classification")


def test_each_task_with_needs_is_a_task() -> None:
    assert {*PACKAGES, *PROGRAMS, *needs.WITHOUT_BODY} <= TASKS
