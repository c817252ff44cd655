from tests.infra.templates import Assembly


def test_log_group_is_the_one_that_sagemaker_writes_to(house: Assembly) -> None:
    house.template("built", "file").has_resource(
        "AWS::Logs::LogGroup",
        {
            "Properties": {
                "LogGroupName": "/aws/sagemaker/Endpoints/built-file",
                "RetentionInDays": 30,
            },
            "DeletionPolicy": "Delete",
        },
    )


def test_configured_key_encrypts_the_logs(house: Assembly) -> None:
    group = house.one("docker", "folder", "AWS::Logs::LogGroup")
    assert group["KmsKeyId"].endswith(":key/11111111-2222-3333-4444-555555555555")


def test_protected_logs_survive_their_stack(house: Assembly) -> None:
    house.template("docker", "folder").has_resource(
        "AWS::Logs::LogGroup", {"DeletionPolicy": "Retain"}
    )
