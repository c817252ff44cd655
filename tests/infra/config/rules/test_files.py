from pathlib import Path

from tests.infra.config.conftest import Broken
from tests.infra.config.samples import (
    environment,
    large_endpoint,
    small_card,
    small_release,
    write_text,
)

MISSING = "file:weights/none.gguf"


def test_file_that_is_not_there(broken: Broken) -> None:
    card = small_card(releases={"1": small_release(source=MISSING)})
    assert broken(models={"small": card}) == [
        "endpoints.chat.model  small@1 comes from file:weights/none.gguf, which does not exist; "
        "put it there; the path begins at the project's folder  [SOURCE]"
    ]


def test_file_that_nobody_uses_may_be_missing(broken: Broken) -> None:
    card = small_card(releases={"1": small_release(), "2": small_release(source=MISSING)})
    assert broken(models={"small": card}) == []


def test_folder_that_is_exported_when_it_is_wanted(broken: Broken, tmp_path: Path) -> None:
    write_text(tmp_path, "containers/onnx/Dockerfile", "FROM x\nENV LOCKGATE_HANDLER=onnx\n")
    exported = small_release(source="file:made", container="onnx", sha256=None)
    original = small_release(source="pypi:small==1.0#small/")
    card = small_card(releases={"1": {**exported, "bits_per_weight": 8}, "2": original})
    assert broken(models={"small": card}) == [
        "endpoints.chat.model  small@1 comes from file:made, which does not exist; make it: "
        "lockgate export --int8 small@2 made  [SOURCE]"
    ]


def test_file_of_a_stand_in_that_is_not_there(broken: Broken) -> None:
    local = environment(
        account="000000000000", images="local", endpoints={"chat": large_endpoint()}
    )
    card = small_card(releases={"1": small_release(source=MISSING)})
    assert broken(environments={"local": local}, models={"small": card}) == [
        "endpoints.chat.model  small@1 comes from file:weights/none.gguf, which does not exist; "
        "put it there; the path begins at the project's folder  [SOURCE]"
    ]


def test_file_of_a_stand_in_is_not_needed_on_aws(broken: Broken) -> None:
    card = small_card(releases={"1": small_release(source=MISSING)})
    assert broken(endpoints={"chat": large_endpoint()}, models={"small": card}) == []
