import pytest

from functions.metrics.settings import Settings


def test_bucket_is_taken_from_the_environment() -> None:
    assert Settings.of({"RECORDS_BUCKET": "b"}).bucket == "b"


@pytest.mark.parametrize("environment", [{}, {"RECORDS_BUCKET": ""}])
def test_missing_bucket_is_told(environment: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="environment variable RECORDS_BUCKET is not set"):
        Settings.of(environment)
