from infra.config import naming


def test_endpoint_is_named_after_its_environment() -> None:
    assert naming.endpoint_name("dev", "chat") == "dev-chat"


def test_log_group_is_the_one_that_sagemaker_writes_to() -> None:
    assert naming.log_group("dev-chat") == "/aws/sagemaker/Endpoints/dev-chat"


def test_tags_are_the_ones_that_deployed_resources_have() -> None:
    tags = (naming.ENVIRONMENT_TAG, naming.ENDPOINT_TAG, naming.MODEL_TAG)

    assert tags == ("lockgate:environment", "lockgate:endpoint", "lockgate:model")


def test_stack_of_an_endpoint_is_named_after_both() -> None:
    assert naming.stack_name("dev", "chat") == "lockgate-dev-chat"
