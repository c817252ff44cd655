from typing import Any

import pytest

from lockgate.local.sagemaker.capture.settings import Settings
from lockgate.local.sagemaker.records import Definition
from tests.local.sagemaker.capture.captured import settings

GIVEN = {
    "EnableCapture": True,
    "InitialSamplingPercentage": 20,
    "DestinationS3Uri": "s3://data/captured/",
    "CaptureOptions": [{"CaptureMode": "Input"}],
}


def read(**members: Any) -> Settings | None:
    return Settings.of(Definition("config", "arn", {"DataCaptureConfig": GIVEN | members}))


def test_a_configuration_without_capture_has_none() -> None:
    assert Settings.of(Definition("config", "arn", {})) is None


def test_capture_that_is_switched_off_is_none() -> None:
    assert read(EnableCapture=False) is None


def test_capture_is_on_when_nothing_is_said() -> None:
    given = {name: value for name, value in GIVEN.items() if name != "EnableCapture"}
    assert Settings.of(Definition("config", "arn", {"DataCaptureConfig": given})) is not None


@pytest.mark.parametrize(
    ("options", "modes"),
    [
        (["Input"], {"INPUT"}),
        (["Output"], {"OUTPUT"}),
        (["Input", "Output"], {"INPUT", "OUTPUT"}),
        (["InputAndOutput"], {"INPUT", "OUTPUT"}),
    ],
)
def test_the_options_say_what_is_captured(options: list[str], modes: set[str]) -> None:
    found = read(CaptureOptions=[{"CaptureMode": option} for option in options])
    assert found is not None
    assert found.modes == modes


@pytest.mark.parametrize(
    ("content_type", "encoding"),
    [
        ("text/csv", "CSV"),
        ("text/csv; charset=utf-8", "CSV"),
        ("Application/JSON", "JSON"),
        ("text/event-stream", "BASE64"),
        ("", "BASE64"),
    ],
)
def test_the_media_type_says_the_encoding(content_type: str, encoding: str) -> None:
    assert settings().encoding(content_type) == encoding


def test_everything_is_base64_when_no_types_are_named() -> None:
    found = read()
    assert found is not None
    assert found.encoding("application/json") == "BASE64"


def test_types_are_compared_in_lower_case() -> None:
    found = read(CaptureContentTypeHeader={"JsonContentTypes": ["Application/Json"]})
    assert found is not None
    assert found.encoding("application/json") == "JSON"
