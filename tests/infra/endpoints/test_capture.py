from tests.infra.templates import Assembly

CONFIGURATION = "AWS::SageMaker::EndpointConfig"


def test_capture_keeps_requests_and_responses_encrypted(house: Assembly) -> None:
    capture = house.one("built", "file", CONFIGURATION)["DataCaptureConfig"]
    assert capture["InitialSamplingPercentage"] == 50
    assert capture["CaptureOptions"] == [{"CaptureMode": "Input"}, {"CaptureMode": "Output"}]
    assert capture["DestinationS3Uri"]["Fn::Join"][1][-1] == "/captures"
    assert "KmsKeyId" in capture


def test_nothing_is_captured_unless_asked_for(house: Assembly) -> None:
    assert "DataCaptureConfig" not in house.one("remote", "hub", CONFIGURATION)
