import sys
from pathlib import Path
from typing import Any

import pytest

from inference_code.handler import LoadError
from inference_code.huggingface.source import Source, find_source, offline


class Hub:
    """Stands in for the package huggingface_hub, and for its HfApi."""

    def __init__(self, files: list[str], folder: Path) -> None:
        self._files = files
        self._folder = folder
        self.asked: dict[str, Any] = {}

    def HfApi(self, token: str | None) -> "Hub":  # noqa: N802 - the hub's name
        return self

    def list_repo_files(self, name: str, revision: str | None) -> list[str]:
        if not self._files:
            raise OSError("401 Client Error.\n\nRepository Not Found")
        return self._files

    def snapshot_download(self, name: str, **options: Any) -> str:
        self.asked = {"name": name, **options}
        return str(self._folder)


def use(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", hub)


def test_a_folder_with_a_configuration(tmp_path: Path) -> None:
    (tmp_path / "config.json").touch()
    (tmp_path / "model.gguf").touch()
    assert find_source({"HF_MODEL_ID": "a/b"}, tmp_path) == Source(tmp_path)


def test_a_gguf_file_alone(tmp_path: Path) -> None:
    (tmp_path / "model.gguf").touch()
    assert find_source({}, tmp_path) == Source(tmp_path, "model.gguf")


def test_several_gguf_files(tmp_path: Path) -> None:
    for name in ("a.gguf", "b.gguf"):
        (tmp_path / name).touch()
    with pytest.raises(LoadError, match=r"2 \.gguf files in .* \(a\.gguf, b\.gguf\); keep exactly"):
        find_source({}, tmp_path)


def test_a_folder_with_code_only_has_no_model(tmp_path: Path) -> None:
    (tmp_path / "code").mkdir()
    with pytest.raises(LoadError, match=r"is empty, and HF_MODEL_ID is not set: put a folder as"):
        find_source({}, tmp_path)


def test_a_model_of_the_hub_is_downloaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hub = Hub(["config.json", "model.safetensors", "pytorch_model.bin"], tmp_path / "snapshot")
    use(hub, monkeypatch)
    given = "of the hub"
    environ = {"HF_MODEL_ID": "a/b", "HF_MODEL_REVISION": "c0ffee", "HF_API_TOKEN": given}
    assert find_source(environ, tmp_path) == Source(tmp_path / "snapshot")
    assert hub.asked["name"] == "a/b"
    assert hub.asked["revision"] == "c0ffee"
    assert hub.asked["token"] == given
    assert {"*.bin", "*.h5"} <= set(hub.asked["ignore_patterns"])


def test_pickled_weights_are_taken_where_there_are_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = Hub(["config.json", "pytorch_model.bin"], tmp_path)
    use(hub, monkeypatch)
    find_source({"HF_MODEL_ID": "a/b"}, tmp_path / "nothing")
    assert "*.bin" not in hub.asked["ignore_patterns"]


def test_a_download_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(Hub([], tmp_path), monkeypatch)
    reason = r"^HF_MODEL_ID a/b at v1 cannot be downloaded: 401 Client Error\.$"
    with pytest.raises(LoadError, match=reason):
        find_source({"HF_MODEL_ID": "a/b", "HF_MODEL_REVISION": "v1"}, tmp_path)


def test_the_hub_is_not_asked_where_a_model_is(tmp_path: Path) -> None:
    (tmp_path / "config.json").touch()
    assert offline({}, tmp_path) == {"HF_HUB_OFFLINE": "1"}
    assert offline({"HF_HUB_OFFLINE": "0"}, tmp_path) == {}


def test_the_hub_is_asked_where_no_model_is(tmp_path: Path) -> None:
    assert offline({}, tmp_path) == {}
