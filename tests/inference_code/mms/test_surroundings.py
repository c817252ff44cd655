from pathlib import Path

import pytest

from inference_code.mms.folder import RunFolder
from inference_code.mms.options import Options
from inference_code.mms.surroundings import surroundings
from tests.inference_code.scripted import settings

FOLDER = RunFolder(Path("/run/mms"))
ROOT = str(Path(__file__).parents[3])


def seen(environ: dict[str, str] | None = None, **chosen: str) -> dict[str, str]:
    chosen = {"SAGEMAKER_BASE_DIR": "/ml"} | chosen
    options = Options(timeout_s=60, vmargs=())
    return surroundings(settings(**chosen), options, FOLDER, environ or {})


def test_models_code_is_found_before_the_images(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    path = seen({"PYTHONPATH": "/given"})["PYTHONPATH"]
    assert path == f"/ml/model/code:/run/mms/packages:/:{ROOT}:/given"


def test_code_of_many_models_is_left_to_their_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    path = seen(SAGEMAKER_MULTI_MODEL="true")["PYTHONPATH"]
    assert path == f"/run/mms/packages:{ROOT}"


def test_workers_share_the_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inference_code.mms.surroundings.usable_cores", lambda: 8)
    assert seen(LOCKGATE_PARALLEL_REQUESTS="3")["OMP_NUM_THREADS"] == "2"


def test_more_workers_than_processors_have_one_thread_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("inference_code.mms.surroundings.usable_cores", lambda: 2)
    assert seen(LOCKGATE_PARALLEL_REQUESTS="4")["OMP_NUM_THREADS"] == "1"


def test_chosen_threads_are_those_of_each_worker() -> None:
    assert seen(LOCKGATE_THREADS="5")["OMP_NUM_THREADS"] == "5"


def test_given_number_of_threads_stays() -> None:
    assert seen({"OMP_NUM_THREADS": "7"})["OMP_NUM_THREADS"] == "7"


def test_configuration_of_another_model_server_is_not_taken_over() -> None:
    assert "MMS_CONFIG_FILE" not in seen({"MMS_CONFIG_FILE": "/etc/mine"})
