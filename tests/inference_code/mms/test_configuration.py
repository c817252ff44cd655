import re
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from inference_code.mms import configuration
from inference_code.mms.folder import RunFolder
from inference_code.mms.java import Java
from inference_code.mms.options import Options
from inference_code.settings import SettingsError
from tests.inference_code.scripted import settings

FOLDER = RunFolder(Path("/run/mms"))
OPTIONS = Options(timeout_s=60, vmargs=("-Xmx2g",))


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package that looks like Multi Model Server."""
    (tmp_path / "mms" / "frontend").mkdir(parents=True)
    (tmp_path / "mms" / "__init__.py").touch()
    program = tmp_path / "mms" / "frontend" / "model-server.jar"
    with zipfile.ZipFile(program, "w") as archive:
        archive.writestr("org/Locator.class", "old")
        archive.writestr("META-INF/versions/9/org/Locator.class", "new")
        archive.writestr("META-INF/versions/9/module-info.class", "none")
    monkeypatch.syspath_prepend(tmp_path)
    return program


def properties(**environ: str) -> dict[str, str]:
    text = configuration.properties(settings(**environ), OPTIONS, FOLDER)
    return dict(line.split("=", 1) for line in text.splitlines())


def command(version: int = 25, **environ: str) -> list[str]:
    java = Java(Path("/jdk/bin/java"), version)
    return configuration.command(java, settings(**environ), OPTIONS, FOLDER, "python")


def test_both_interfaces_are_one_private_socket() -> None:
    said = properties()
    assert said["inference_address"] == said["management_address"] == "unix:/run/mms/mms.sock"


def test_workers_are_the_parallel_requests() -> None:
    assert properties(LOCKGATE_PARALLEL_REQUESTS="3")["default_workers_per_model"] == "3"


def test_bodies_may_be_as_long_as_the_settings_say_in_both_directions() -> None:
    said = properties(LOCKGATE_MAX_BODY_BYTES="1000000")
    assert said["max_request_size"] == said["max_response_size"] == "1065536"


@pytest.mark.parametrize(("timeout_s", "waits_s"), [(60, "3605"), (7200, "7205")])
def test_server_gives_up_after_a_load_and_after_a_worker_that_is_late(
    timeout_s: int, waits_s: str
) -> None:
    options = replace(OPTIONS, timeout_s=timeout_s)
    said = configuration.properties(settings(), options, FOLDER)
    assert f"default_response_timeout_seconds={waits_s}\n" in said


@pytest.mark.parametrize(
    ("environ", "handler"),
    [
        ({}, "inference_code.mms.service:handle"),
        ({"LOCKGATE_HANDLER_SERVICE": "mine:handle"}, "mine:handle"),
    ],
)
def test_handler_service_may_be_chosen(environ: dict[str, str], handler: str) -> None:
    assert properties(**environ)["default_service_handler"] == handler


def test_only_model_is_the_model_folder(installed: Path) -> None:
    assert command(SAGEMAKER_BASE_DIR="/data")[-2:] == ["-m", "model=/data/model"]


def test_multi_model_server_starts_without_a_model(installed: Path) -> None:
    assert "-m" not in command(SAGEMAKER_MULTI_MODEL="true")


def test_arguments_of_the_operator_come_after_ours(installed: Path) -> None:
    words = command()
    ours = [word for word in words if word.startswith("-Xmx")]
    assert (len(ours), ours[-1]) == (2, "-Xmx2g")


def test_heap_grows_with_the_bodies_that_pass_at_once(installed: Path) -> None:
    small = command(LOCKGATE_MAX_BODY_BYTES=str(1 << 20))
    large = command(LOCKGATE_MAX_BODY_BYTES=str(1 << 20), LOCKGATE_PARALLEL_REQUESTS="4")
    assert ("-Xmx67m" in small, "-Xmx76m" in large) == (True, True)


def test_heap_of_many_models_has_room_for_the_bodies_of_four(installed: Path) -> None:
    words = command(LOCKGATE_MAX_BODY_BYTES=str(1 << 20), SAGEMAKER_MULTI_MODEL="true")
    assert "-Xmx76m" in words


@pytest.mark.parametrize(
    ("version", "expected"), [(11, (False, False)), (17, (True, False)), (25, (True, True))]
)
def test_warnings_are_quieted_where_java_has_the_option(
    installed: Path, version: int, expected: tuple[bool, bool]
) -> None:
    options = ("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
    assert tuple(option in command(version) for option in options) == expected


def test_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inference_code.mms.configuration.find_spec", lambda _: None)
    with pytest.raises(SettingsError, match="the package multi-model-server is not installed"):
        configuration.archive()


def test_newer_classes_are_taken_out_of_the_program(installed: Path, tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    configuration.unpack_classes(folder)
    files = [path.relative_to(folder.classes) for path in folder.classes.rglob("*.class")]
    assert files == [Path("org/Locator.class")]
    assert (folder.classes / files[0]).read_text() == "new"


def chatter() -> str:
    root = ElementTree.fromstring(configuration.log4j())  # noqa: S314 - our own text
    [rule] = root.iter("RegexFilter")
    return rule.attrib["regex"]


@pytest.mark.parametrize(
    "line",
    [
        "model_service_worker started with args: --sock-type unix",
        "Listening on port: /run/mms/.mms.sock.9000",
        "[PID] 29749",
        "Connection accepted: /run/mms/.mms.sock.9000.",
        "Model model loaded io_fd=02fc00fffe000001-0000741b",
        "attachIOStreams() threadName=W-9000-model",
        "Stopped Scanner - W-9000-model-stdout",
    ],
)
def test_lines_that_the_server_adds_are_left_out(line: str) -> None:
    assert re.fullmatch(chatter(), line)


@pytest.mark.parametrize("line", ["Listening on port: 8080", "Model model loaded", "[PID] of me"])
def test_lines_of_handlers_stay(line: str) -> None:
    assert not re.fullmatch(chatter(), line)
