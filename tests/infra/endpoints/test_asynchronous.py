import json
from typing import Any

from tests.infra.templates import Assembly

CONFIGURATION = "AWS::SageMaker::EndpointConfig"
TOPIC = "AWS::SNS::Topic"


def queue(house: Assembly, stack: str) -> dict[str, Any]:
    found: dict[str, Any] = house.one("kinds", stack, CONFIGURATION)["AsyncInferenceConfig"]
    return found


def output(house: Assembly, stack: str) -> dict[str, Any]:
    found: dict[str, Any] = queue(house, stack)["OutputConfig"]
    return found


def resources(house: Assembly, stack: str, action: str) -> list[str]:
    """Resources that the endpoint's role may use with an action, as text."""
    policies = house.resources("kinds", stack, "AWS::IAM::Policy").items()
    return [
        json.dumps(statement["Resource"])
        for name, policy in policies
        if "ExecutionRole" in name
        for statement in policy["PolicyDocument"]["Statement"]
        if action in statement["Action"]
    ]


def test_results_and_failures_lie_below_the_endpoints_own_prefix(house: Assembly) -> None:
    paths = output(house, "queue")
    assert paths["S3OutputPath"]["Fn::Join"][1][-1] == "/async/kinds-queue/results/"
    assert paths["S3FailurePath"]["Fn::Join"][1][-1] == "/async/kinds-queue/failures/"


def test_configured_places_are_taken(house: Assembly) -> None:
    paths = output(house, "told")
    assert paths["S3OutputPath"] == "s3://results-bucket/answers/"
    assert paths["S3FailurePath"] == "s3://results-bucket/failures/"


def test_results_are_encrypted(house: Assembly) -> None:
    assert "KmsKeyId" in output(house, "queue")


def test_instance_works_on_as_many_requests_as_its_server_does(house: Assembly) -> None:
    assert queue(house, "queue")["ClientConfig"] == {"MaxConcurrentInvocationsPerInstance": 4}
    assert queue(house, "told")["ClientConfig"] == {"MaxConcurrentInvocationsPerInstance": 3}


def test_endpoint_that_scales_to_zero_starts_with_one_instance(house: Assembly) -> None:
    (variant,) = house.one("kinds", "queue", CONFIGURATION)["ProductionVariants"]
    assert variant["InitialInstanceCount"] == 1


def test_created_topics_are_encrypted_and_only_over_tls(house: Assembly) -> None:
    topics = house.resources("kinds", "queue", TOPIC)
    assert all("KmsMasterKeyId" in topic for topic in topics.values())
    policies = house.resources("kinds", "queue", "AWS::SNS::TopicPolicy").values()
    assert {policy["Topics"][0]["Ref"] for policy in policies} == set(topics)
    (statement,) = {json.dumps(p["PolicyDocument"]["Statement"][0]["Condition"]) for p in policies}
    assert json.loads(statement) == {"Bool": {"aws:SecureTransport": "false"}}


def test_notifications_name_the_created_topics(house: Assembly) -> None:
    told = output(house, "queue")["NotificationConfig"]
    assert "SuccessTopic" in told["SuccessTopic"]["Ref"]
    assert "ErrorTopic" in told["ErrorTopic"]["Ref"]
    assert told["IncludeInferenceResponseIn"] == ["SUCCESS_NOTIFICATION_TOPIC"]


def test_existing_topic_is_used_and_none_made(house: Assembly) -> None:
    arn = "arn:aws:sns:eu-west-1:111122223333:failures"
    assert output(house, "told")["NotificationConfig"] == {"ErrorTopic": arn}
    assert resources(house, "told", "sns:Publish") == [f'"{arn}"']
    house.template("kinds", "told").resource_count_is(TOPIC, 0)


def test_role_reads_inputs_and_writes_results_and_failures(house: Assembly) -> None:
    written = " ".join(resources(house, "told", "s3:AbortMultipartUpload"))
    assert "arn:aws:s3:::results-bucket/answers/*" in written
    assert "arn:aws:s3:::results-bucket/failures/*" in written
    assert "/async/kinds-told/inputs/*" in " ".join(resources(house, "told", "s3:GetObject"))
    assert "inputs" not in written


def test_policy_of_the_places_is_replaced_with_them(house: Assembly) -> None:
    names = {
        name
        for stack in ("queue", "told")
        for name in house.resources("kinds", stack, "AWS::IAM::Policy")
        if "Results" in name
    }
    assert len(names) == 2


def test_model_waits_for_the_policy_of_the_places(house: Assembly) -> None:
    found = house.json("kinds", "queue")["Resources"]
    (model,) = house.resources("kinds", "queue", "AWS::SageMaker::Model")
    assert [name for name in found[model]["DependsOn"] if "Results" in name]


def test_alarm_is_on_failures_of_requests_because_there_are_no_invocations(
    house: Assembly,
) -> None:
    alarms = house.resources("kinds", "queue", "AWS::CloudWatch::Alarm")
    (errors,) = [row for name, row in alarms.items() if "ErrorRate" in name]
    _, *queries = errors["Metrics"]
    names = [query["MetricStat"]["Metric"]["MetricName"] for query in queries]
    assert names == ["InvocationsProcessed", "InvocationFailures"]


def test_output_says_where_inputs_are_expected(house: Assembly) -> None:
    outputs = house.json("kinds", "told")["Outputs"]
    assert outputs["InputsPrefix"]["Value"]["Fn::Join"][1][-1] == "/async/kinds-told/inputs/"


def test_who_may_invoke_may_store_inputs_and_read_results(house: Assembly) -> None:
    policies = house.resources("kinds", "queue", "AWS::IAM::Policy").items()
    (caller,) = [row for name, row in policies if name.startswith("Caller")]
    statements = caller["PolicyDocument"]["Statement"]
    allowed = {str(each["Action"]): json.dumps(each["Resource"]) for each in statements}
    assert "/inputs/*" in allowed["['s3:AbortMultipartUpload', 's3:PutObject']"]
    assert "/results/*" in allowed["s3:GetObject"]
    assert "/failures/*" in allowed["s3:GetObject"]
