from tests.infra.templates import Assembly

STACK = "observability"
OURS = '{ $.lockgate = "inference" }'


def test_stream_grows_with_the_traffic_and_is_encrypted(house: Assembly) -> None:
    stream = house.one("built", STACK, "AWS::Kinesis::Stream")
    assert stream["StreamModeDetails"] == {"StreamMode": "ON_DEMAND"}
    assert stream["StreamEncryption"]["EncryptionType"] == "KMS"


def test_logs_may_only_write_to_the_stream(house: Assembly) -> None:
    roles = house.resources("docker", STACK, "AWS::IAM::Role").items()
    (role,) = [row for name, row in roles if "Delivery" in name]
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "logs.amazonaws.com"}
    assert trust["Condition"]["ArnLike"] == {
        "aws:SourceArn": "arn:aws:logs:eu-west-1:111122223333:*"
    }
    write, key = role["Policies"][0]["PolicyDocument"]["Statement"]
    assert write["Action"] == "kinesis:PutRecord"
    assert write["Resource"]["Fn::GetAtt"][0].startswith("MetricsStream")
    assert key["Action"] == "kms:GenerateDataKey"
    assert key["Resource"].endswith(":key/11111111-2222-3333-4444-555555555555")


def test_stream_and_role_stay_exported_while_no_endpoint_uses_them(house: Assembly) -> None:
    exports = [key for key in house.json("docker", STACK)["Outputs"] if key.startswith("Exports")]
    assert len([key for key in exports if "Stream" in key]) == 2
