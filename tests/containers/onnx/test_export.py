"""The export itself, in its environment."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from infra.config.digests import digest_of
from lockgate.cli import app
from lockgate.errors import CommandError
from tests.containers.onnx import models
from tests.containers.onnx.environment import ROOT, run

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def targets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exports")


@pytest.fixture(scope="module")
def ended(targets: Path) -> dict[str, str]:
    """How exports of one classifier ended."""
    said: dict[str, str] = run("exports.py", models.original_classifier(), targets)
    return said


def test_same_model_gives_the_same_folder(ended: dict[str, str], targets: Path) -> None:
    assert digest_of(targets / "int8") == digest_of(targets / "int8 again")


def test_verdict_names_the_difference_and_its_limit(ended: dict[str, str]) -> None:
    assert ended["floats"].startswith("largest difference of a probability 0.00000")
    assert "(limit 0.0001) in 16 comparisons" in ended["floats"]


def test_model_that_says_something_else_is_not_exported(ended: dict[str, str]) -> None:
    refusal = ended["other weights"]
    assert refusal.startswith("the exported model differs from the original: largest difference")


def test_refused_export_leaves_nothing(ended: dict[str, str], targets: Path) -> None:
    left = sorted(path.name for path in targets.iterdir())
    assert left == ["floats", "int8", "int8 again"]


def test_folder_without_weights_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    folder = tmp_path / "folder"
    shutil.copytree(models.original_classifier(), folder)
    (folder / "model.safetensors").unlink()
    result = CliRunner().invoke(app, ["export", str(folder), str(tmp_path / "target")])
    assert isinstance(result.exception, CommandError)
    assert "Transformers cannot load" in str(result.exception)
    assert not (tmp_path / "target").exists()


def test_weights_of_another_task_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    command = ["export", str(models.original_minilm()), str(tmp_path / "target")]
    result = CliRunner().invoke(app, [*command, "--task", "classification"])
    assert "are not those of a model for classification: classifier.bias is missing" in str(
        result.exception
    )
    assert not (tmp_path / "target").exists()
