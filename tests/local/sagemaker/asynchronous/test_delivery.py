"""With the real S3, SNS, SQS and CloudWatch of the local AWS, and a container of our own."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.config.naming import log_group
from tests.local.conftest import LocalAws, running
from tests.local.sagemaker.asynchronous.conftest import until
from tests.local.stacks import FAST, IMAGE, ROLE

pytestmark = pytest.mark.local_aws


class Delivery:
    """An asynchronous endpoint `mail` whose topic has a queue of SQS as its subscriber."""

    def __init__(self, aws: LocalAws) -> None:
        self.aws = aws
        self.s3, self.sqs = aws.client("s3"), aws.client("sqs")
        self.sagemaker = aws.client("sagemaker")
        self.s3.create_bucket(
            Bucket="mail", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
        )
        self.queue = self.sqs.create_queue(QueueName="mail")["QueueUrl"]
        container = {"Image": IMAGE}
        self.sagemaker.create_model(
            ModelName="mail", PrimaryContainer=container, ExecutionRoleArn=ROLE
        )
        self.create_endpoint("mail", topic=self._subscribed_topic())

    def _subscribed_topic(self) -> str:
        sns = self.aws.client("sns")
        topic: str = sns.create_topic(Name="mail")["TopicArn"]
        arn = "arn:aws:sqs:eu-west-1:000000000000:mail"
        statement = {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}}
        allowed = statement | {"Action": "sqs:SendMessage", "Resource": arn}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
        self.sqs.set_queue_attributes(QueueUrl=self.queue, Attributes={"Policy": policy})
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
        return topic

    def create_endpoint(self, name: str, *, topic: str, output: str = "s3://mail/out") -> None:
        variant = {"VariantName": "primary", "ModelName": "mail", "InitialInstanceCount": 1}
        notices = {"SuccessTopic": topic, "ErrorTopic": topic}
        places = {"S3OutputPath": output, "S3FailurePath": "s3://mail/failed"}
        self.sagemaker.create_endpoint_config(
            EndpointConfigName=name,
            ProductionVariants=[variant | {"InstanceType": "ml.c5.large"}],
            AsyncInferenceConfig={"OutputConfig": places | {"NotificationConfig": notices}},
        )
        self.sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=name)
        self._wait(name)

    def _wait(self, name: str) -> None:
        waiter = self.sagemaker.get_waiter("endpoint_in_service")
        waiter.wait(EndpointName=name, WaiterConfig=FAST)

    def scale(self, count: int) -> None:
        desired = {"VariantName": "primary", "DesiredInstanceCount": count}
        self.sagemaker.update_endpoint_weights_and_capacities(
            EndpointName="mail", DesiredWeightsAndCapacities=[desired]
        )
        self._wait("mail")

    def send(self, body: object, name: str = "mail") -> dict[str, Any]:
        self.s3.put_object(Bucket="mail", Key="in.json", Body=json.dumps(body))
        return self.invoke("s3://mail/in.json", name)

    def invoke(self, uri: str, name: str = "mail") -> dict[str, Any]:
        client = self.aws.client("sagemaker-runtime")
        answer: dict[str, Any] = client.invoke_endpoint_async(
            EndpointName=name, InputLocation=uri, ContentType="application/json"
        )
        return answer

    def message(self) -> dict[str, Any]:
        """The next notification, out of SNS's envelope."""
        messages: list[dict[str, Any]] = []

        def receive() -> bool:
            received = self.sqs.receive_message(QueueUrl=self.queue, WaitTimeSeconds=1)
            messages.extend(received.get("Messages", []))
            return bool(messages)

        until(receive)
        handle = messages[0]["ReceiptHandle"]
        self.sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=handle)
        told: dict[str, Any] = json.loads(json.loads(messages[0]["Body"])["Message"])
        return told

    def read(self, uri: str) -> dict[str, Any]:
        bucket, _, key = uri.removeprefix("s3://").partition("/")
        read: dict[str, Any] = self.s3.get_object(Bucket=bucket, Key=key)
        return read

    def platform_log(self, name: str) -> str:
        """What the platform has logged of an endpoint."""
        found = self.aws.client("logs").filter_log_events(logGroupName=log_group(name))
        lines = [e["message"] for e in found["events"] if e["logStreamName"].endswith("data-log")]
        return "\n".join(lines)

    def backlog_without_capacity(self) -> set[float]:
        """The values of HasBacklogWithoutCapacity so far."""
        found = self.aws.client("cloudwatch").get_metric_data(
            MetricDataQueries=[
                {
                    "Id": "backlog",
                    "MetricStat": {
                        "Metric": {
                            "Namespace": "AWS/SageMaker",
                            "MetricName": "HasBacklogWithoutCapacity",
                            "Dimensions": [{"Name": "EndpointName", "Value": "mail"}],
                        },
                        "Period": 1,
                        "Stat": "Maximum",
                    },
                }
            ],
            StartTime="2020-01-01T00:00:00Z",
            EndTime="2100-01-01T00:00:00Z",
        )
        return set(found["MetricDataResults"][0]["Values"])


@pytest.fixture(scope="module")
def mail(echo_project: Path, cache: Path) -> Iterator[Delivery]:
    with running(echo_project, cache, time_scale=60) as aws:
        yield Delivery(aws)


def test_an_answer_is_in_s3_when_its_notification_is_in_sqs(mail: Delivery) -> None:
    answer = mail.send(["hello"])
    message = mail.message()
    assert message["inferenceId"] == answer["InferenceId"]
    assert message["responseParameters"]["outputLocation"] == answer["OutputLocation"]
    stored = mail.read(answer["OutputLocation"])
    assert json.loads(stored["Body"].read()) == ["hello"]
    assert stored["ContentType"] == "application/json"


def test_a_failure_is_in_s3_when_its_notification_is_in_sqs(mail: Delivery) -> None:
    answer = mail.send({"do": "fail", "status": 500})
    message = mail.message()
    assert message["invocationStatus"] == "Failed"
    assert mail.read(answer["FailureLocation"])["Body"].read() == b'{"error": "told to fail"}'


@pytest.mark.parametrize(
    ("uri", "code"),
    [("s3://nowhere/in.json", "NoSuchBucket"), ("s3://mail/other.json", "NoSuchKey")],
)
def test_an_input_that_is_missing_is_told_with_the_code_of_s3(
    mail: Delivery, uri: str, code: str
) -> None:
    answer = mail.invoke(uri)
    reason = mail.message()["failureReason"]
    assert reason.startswith(f"ClientError: The request could not be downloaded from {uri}. {code}")
    assert mail.read(answer["FailureLocation"])["ContentType"] == "text/plain"


def test_an_answer_without_bucket_and_topic_is_told_in_the_platforms_log(mail: Delivery) -> None:
    topic = "arn:aws:sns:eu-west-1:000000000000:nobody"
    mail.create_endpoint("lost", topic=topic, output="s3://nowhere/out")
    answer = mail.send(["hello"], "lost")
    until(lambda: "could not be notified. NotFound" in mail.platform_log("lost"))
    text = mail.read(answer["FailureLocation"])["Body"].read().decode()
    assert "could not be uploaded to s3://nowhere/out/" in text
    assert "NoSuchBucket: The specified bucket does not exist" in text


def test_a_request_waits_for_an_instance_and_cloudwatch_shows_it(mail: Delivery) -> None:
    mail.scale(0)
    answer = mail.send(["patience"])
    until(lambda: 1 in mail.backlog_without_capacity())
    mail.scale(1)
    assert mail.message()["inferenceId"] == answer["InferenceId"]
    assert json.loads(mail.read(answer["OutputLocation"])["Body"].read()) == ["patience"]


def test_a_request_whose_container_dies_has_failed_and_the_next_is_answered(
    mail: Delivery,
) -> None:
    mail.send({"do": "crash"})
    assert mail.message()["invocationStatus"] == "Failed"
    mail.send(["again"])
    assert mail.message()["invocationStatus"] == "Completed"
