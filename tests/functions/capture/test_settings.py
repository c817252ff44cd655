import pytest

from functions.capture.settings import Settings

BUCKET = {"RECORDS_BUCKET": "records"}


def test_endpoints_without_redaction_are_not_named() -> None:
    settings = Settings.of(BUCKET | {"REDACTIONS": "{}"})
    assert (settings.bucket, settings.redactions) == ("records", {})


def test_redactions_are_read() -> None:
    text = '{"dev-chat": {"patterns": ["email"], "drop_keys": ["user"]}}'
    redactor = Settings.of(BUCKET | {"REDACTIONS": text}).redactions["dev-chat"]
    assert redactor.drop_keys == {"user"}
    assert redactor.text("joe@example.com") == "[REDACTED]"


@pytest.mark.parametrize("environment", [{}, BUCKET, {"REDACTIONS": "{}"}])
def test_missing_variable_is_refused(environment: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"environment variable [A-Z_]+ is not set; deploy the st"):
        Settings.of(environment)


@pytest.mark.parametrize("text", ["{", "[]", '{"a": []}', '{"a": {"patterns": ["("]}}'])
def test_wrong_redactions_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="environment variable REDACTIONS: "):
        Settings.of(BUCKET | {"REDACTIONS": text})
