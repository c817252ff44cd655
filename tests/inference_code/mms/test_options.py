import pytest

from inference_code.mms.options import Options
from inference_code.settings import SettingsError


def test_time_limit_is_the_toolkits_hour() -> None:
    assert Options.from_environment({}).timeout_s == 3600


def test_time_limit_counts_minutes_as_the_toolkit_does() -> None:
    assert Options.from_environment({"SAGEMAKER_MODEL_SERVER_TIMEOUT": "2"}).timeout_s == 120


def test_seconds_win_over_minutes() -> None:
    environ = {
        "SAGEMAKER_MODEL_SERVER_TIMEOUT": "2",
        "SAGEMAKER_MODEL_SERVER_TIMEOUT_SECONDS": "30",
    }
    assert Options.from_environment(environ).timeout_s == 30


@pytest.mark.parametrize("value", ["", "0", "-1", "1.5", "an hour"])
def test_wrong_time_limit_names_the_variable_and_the_value(value: str) -> None:
    with pytest.raises(SettingsError) as raised:
        Options.from_environment({"SAGEMAKER_MODEL_SERVER_TIMEOUT": value})
    assert str(raised.value) == (
        f"SAGEMAKER_MODEL_SERVER_TIMEOUT is {value!r}; write a whole number, at least 1"
    )


def test_arguments_of_java_are_split_as_a_shell_does() -> None:
    environ = {"SAGEMAKER_MODEL_SERVER_VMARGS": "-Xmx1g '-Da=b c'"}
    assert Options.from_environment(environ).vmargs == ("-Xmx1g", "-Da=b c")


def test_number_of_workers_is_refused_with_the_setting_that_is_read() -> None:
    with pytest.raises(SettingsError, match="is not read here; the number of workers is LOCKGATE_"):
        Options.from_environment({"SAGEMAKER_MODEL_SERVER_WORKERS": "4"})
