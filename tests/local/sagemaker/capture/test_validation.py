import pytest

from lockgate.local.protocol.errors import ServiceError
from lockgate.local.sagemaker.capture.validation import check_capture


def test_a_configuration_without_capture_passes() -> None:
    check_capture({})


@pytest.mark.parametrize("uri", ["s3://data", "https://data.s3.eu-west-1.amazonaws.com/captured"])
def test_a_place_in_s3_passes(uri: str) -> None:
    check_capture({"DataCaptureConfig": {"DestinationS3Uri": uri}})


def test_a_destination_that_is_not_in_s3_is_refused() -> None:
    with pytest.raises(ServiceError, match=r"DestinationS3Uri: https://elsewhere/x is no S3"):
        check_capture({"DataCaptureConfig": {"DestinationS3Uri": "https://elsewhere/x"}})
