from lockgate.local.sagemaker.asynchronous.locations import Location
from lockgate.local.sagemaker.asynchronous.settings import Settings
from tests.local.sagemaker.asynchronous.bench import configuration
from tests.local.sagemaker.asynchronous.conftest import TOPICS


def test_settings_are_read_from_a_configuration() -> None:
    notices = TOPICS | {"IncludeInferenceResponseIn": ["ERROR_NOTIFICATION_TOPIC"]}
    settings = Settings.of(configuration(concurrency=7, NotificationConfig=notices))
    assert settings.output == Location("data", "out/")
    assert settings.failure == Location("data", "failed")
    assert settings.success_topic == TOPICS["SuccessTopic"]
    assert settings.error_topic == TOPICS["ErrorTopic"]
    assert settings.responses_in == {"ERROR_NOTIFICATION_TOPIC"}
    assert settings.concurrency == 7


def test_what_is_left_out_is_none_or_the_default() -> None:
    settings = Settings.of(configuration(S3OutputPath=None, S3FailurePath=None))
    assert (settings.output, settings.failure) == (None, None)
    assert (settings.success_topic, settings.error_topic) == (None, None)
    assert settings.concurrency == 4
