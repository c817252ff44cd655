from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from infra.config.digests import folder_digest
from lockgate.cli import app
from lockgate.errors import CommandError
from lockgate.export import process
from lockgate.export.process import Export


@pytest.fixture
def exported(monkeypatch: pytest.MonkeyPatch, project_root: Path) -> list[Export]:
    """Exports that were asked for; each makes a folder with one file."""
    asked: list[Export] = []

    async def run_export(export: Export, **_: Any) -> str:
        asked.append(export)
        export.target.mkdir()
        (export.target / "model.onnx").write_text("graph")
        return "least cosine 1.000000"

    monkeypatch.setattr(process, "run_export", run_export)
    return asked


@pytest.fixture
def original(tmp_path: Path) -> Path:
    (tmp_path / "original").mkdir()
    return tmp_path / "original"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["export", *map(str, arguments)])


def refusal(*arguments: object) -> str:
    error = run(*arguments).exception
    assert isinstance(error, CommandError)
    return str(error)


def test_paths_and_options_reach_the_export(
    exported: list[Export], original: Path, tmp_path: Path
) -> None:
    run("--int8", "--task", "classification", original, tmp_path / "target")
    assert exported == [Export(original, tmp_path / "target", "classification", True)]


def test_task_is_found_out_by_default(
    exported: list[Export], original: Path, tmp_path: Path
) -> None:
    run(original, tmp_path / "target")
    assert exported[0].task is None


def test_answer_says_what_the_comparison_found(
    exported: list[Export], original: Path, tmp_path: Path
) -> None:
    result = run(original, tmp_path / "target")
    assert (result.exit_code, "least cosine 1.000000" in result.output) == (0, True)


def test_folder_of_the_project_comes_with_its_model_card(
    exported: list[Export], original: Path, project_root: Path
) -> None:
    target = project_root / "minilm"
    output = run(original, target).output
    card = f"source: file:minilm\nsha256: {folder_digest(target)}\ncontainer: onnx"
    assert card in output


def test_missing_folder_is_refused(exported: list[Export], tmp_path: Path) -> None:
    message = refusal(tmp_path / "none", tmp_path / "target")
    assert "none is no folder; name the folder of a Transformers model, or a release" in message


def test_target_that_is_taken_is_refused(exported: list[Export], original: Path) -> None:
    assert "is there already; remove it, or name another folder" in refusal(original, original)
