from pathlib import Path

import pytest

from inference_code.settings import Settings, SettingsError


def test_defaults_are_those_of_the_container_contract() -> None:
    settings = Settings.from_environment({})
    assert settings.model_dir == Path("/opt/ml/model")
    assert settings.port == 8080
    assert settings.max_body_bytes == 25 * 1024 * 1024


def test_platform_chooses_the_port_and_the_base_directory() -> None:
    environ = {"SAGEMAKER_BIND_TO_PORT": "9000", "SAGEMAKER_BASE_DIR": "/data"}
    settings = Settings.from_environment(environ)
    assert settings.port == 9000
    assert settings.model_dir == Path("/data/model")


def test_aliases_are_split_at_commas() -> None:
    settings = Settings.from_environment({"LOCKGATE_MODEL_ALIASES": "qwen3-8b, qwen"})
    assert settings.model_aliases == {"qwen3-8b", "qwen"}


@pytest.mark.parametrize("value", ["", "four", "-1", "0", "1.5", "257"])
def test_wrong_number_names_the_variable_the_value_and_the_limits(value: str) -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment({"LOCKGATE_PARALLEL_REQUESTS": value})
    assert str(raised.value) == (
        f"LOCKGATE_PARALLEL_REQUESTS is {value!r}; write a whole number, between 1 and 256"
    )


def test_wrong_switch_names_the_two_values() -> None:
    with pytest.raises(SettingsError, match="LOCKGATE_PROMPT_CACHE is 'yes'; write on or off"):
        Settings.from_environment({"LOCKGATE_PROMPT_CACHE": "yes"})


def test_platform_asks_for_the_multi_model_api() -> None:
    assert not Settings.from_environment({}).multi_model
    assert Settings.from_environment({"SAGEMAKER_MULTI_MODEL": "true"}).multi_model


def test_wrong_multi_model_switch_names_the_two_values() -> None:
    with pytest.raises(SettingsError, match="SAGEMAKER_MULTI_MODEL is '1'; write true or false"):
        Settings.from_environment({"SAGEMAKER_MULTI_MODEL": "1"})


def test_texts_are_taken_in_batches_unless_told_otherwise() -> None:
    assert Settings.from_environment({}).batch_texts == 32
    assert Settings.from_environment({"LOCKGATE_BATCH_TEXTS": "1"}).batch_texts == 1


def test_handler_service_is_named_where_there_is_one() -> None:
    assert Settings.from_environment({}).handler_service is None
    named = {"LOCKGATE_HANDLER_SERVICE": "package.module:handle"}
    assert Settings.from_environment(named).handler_service == "package.module:handle"
