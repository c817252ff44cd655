"""What stacks that observe endpoints are made of, on a running local AWS."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.conftest import LocalAws
from tests.local.polling import until
from tests.local.stacks import FAST, resource

pytestmark = pytest.mark.local_aws
KEY = {"Fn::GetAtt": ["Key", "Arn"]}
ALLOWED = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
POLICY = {"Version": "2012-10-17", "Statement": [ALLOWED]}
STORAGE = {
    "Location": {"Fn::Sub": "s3://${Records}/records/"},
    "Columns": [{"Name": "logevents", "Type": "array<struct<id:string,message:string>>"}],
    "InputFormat": "org.apache.hadoop.mapred.TextInputFormat",
    "OutputFormat": "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
    "SerdeInfo": {"SerializationLibrary": "org.openx.data.jsonserde.JsonSerDe"},
}
PROJECTION = {"projection.enabled": "true", "projection.dt.type": "date"}
ENCRYPTION = {
    "ServerSideEncryptionConfiguration": [
        {
            "BucketKeyEnabled": True,
            "ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY},
        }
    ]
}


def buckets() -> dict[str, Any]:
    """A bucket whose new objects are told to a queue, and one that takes its access log."""
    queue = {"Fn::GetAtt": ["Captured", "Arn"]}
    rules = [{"Name": "prefix", "Value": "captures/"}]
    event = {"Event": "s3:ObjectCreated:*", "Queue": queue, "Filter": {"S3Key": {"Rules": rules}}}
    expiry = {"Id": "expire", "Status": "Enabled", "ExpirationInDays": 30}
    captures = resource(
        "S3::Bucket",
        BucketName="observed-captures",
        BucketEncryption=ENCRYPTION,
        LifecycleConfiguration={"Rules": [expiry]},
        LoggingConfiguration={"DestinationBucketName": {"Ref": "Records"}},
        NotificationConfiguration={"QueueConfigurations": [event]},
    )
    redrive = {"deadLetterTargetArn": {"Fn::GetAtt": ["Dead", "Arn"]}, "maxReceiveCount": 5}
    captured = resource(
        "SQS::Queue", QueueName="captured", KmsMasterKeyId=KEY, RedrivePolicy=redrive
    )
    return {
        "Records": resource("S3::Bucket", BucketName="observed-records"),
        "Dead": resource("SQS::Queue", KmsMasterKeyId=KEY),
        "Captured": captured,
        "Allowed": resource(
            "SQS::QueuePolicy", Queues=[{"Ref": "Captured"}], PolicyDocument=POLICY
        ),
        "Captures": captures | {"DependsOn": "Allowed"},
    }


def catalog() -> dict[str, Any]:
    """A database with a partitioned table, a workgroup and a query."""
    table = {
        "Name": "records",
        "TableType": "EXTERNAL_TABLE",
        "Parameters": PROJECTION,
        "PartitionKeys": [{"Name": "dt", "Type": "string"}],
        "StorageDescriptor": STORAGE,
    }
    account = {"Ref": "AWS::AccountId"}
    query = resource(
        "Athena::NamedQuery",
        Name="slowest",
        Database="observed",
        QueryString="SELECT 1",
        WorkGroup={"Ref": "Group"},
    )
    database = resource("Glue::Database", CatalogId=account, DatabaseInput={"Name": "observed"})
    return {
        "Database": database,
        "Table": resource(
            "Glue::Table", CatalogId=account, DatabaseName={"Ref": "Database"}, TableInput=table
        ),
        "Group": resource("Athena::WorkGroup", Name="observed", RecursiveDeleteOption=True),
        "Query": query,
    }


def template() -> dict[str, Any]:
    body = json.dumps({"widgets": []})
    shown = {
        "Key": resource("KMS::Key", KeyPolicy=POLICY),
        "Board": resource("CloudWatch::Dashboard", DashboardName="observed", DashboardBody=body),
    }
    return {"Resources": shown | buckets() | catalog()}


@pytest.fixture(scope="module")
def aws(local_aws: LocalAws) -> Iterator[LocalAws]:
    stacks = local_aws.client("cloudformation")
    stacks.create_stack(StackName="observed", TemplateBody=json.dumps(template()))
    stacks.get_waiter("stack_create_complete").wait(StackName="observed", WaiterConfig=FAST)
    yield local_aws
    stacks.delete_stack(StackName="observed")
    stacks.get_waiter("stack_delete_complete").wait(StackName="observed", WaiterConfig=FAST)


def test_a_table_has_its_projection(aws: LocalAws) -> None:
    table = aws.client("glue").get_table(DatabaseName="observed", Name="records")["Table"]
    assert table["Parameters"] == PROJECTION
    assert table["StorageDescriptor"]["Location"] == "s3://observed-records/records/"


def test_a_query_is_in_its_workgroup(aws: LocalAws) -> None:
    athena = aws.client("athena")
    (identity,) = athena.list_named_queries(WorkGroup="observed")["NamedQueryIds"]
    query = athena.get_named_query(NamedQueryId=identity)["NamedQuery"]
    assert (query["Name"], query["Database"]) == ("slowest", "observed")


def test_a_dashboard_is_shown(aws: LocalAws) -> None:
    shown = aws.client("cloudwatch").get_dashboard(DashboardName="observed")
    assert json.loads(shown["DashboardBody"]) == {"widgets": []}


def test_an_object_is_told_to_the_queue_of_its_bucket(aws: LocalAws) -> None:
    queues = aws.client("sqs")
    keys: list[str] = []
    for key in ("other/1.jsonl", "captures/1.jsonl"):
        aws.client("s3").put_object(Bucket="observed-captures", Key=key, Body=b"{}")
    url = queues.get_queue_url(QueueName="captured")["QueueUrl"]

    def is_told() -> bool:
        for message in queues.receive_message(QueueUrl=url).get("Messages", []):
            records = json.loads(message["Body"]).get("Records", [])  # S3's test event has none
            keys.extend(record["s3"]["object"]["key"] for record in records)
        return bool(keys)

    until(is_told)
    assert keys == ["captures/1.jsonl"]


def test_of_conditional_puts_at_once_one_stores_its_object(aws: LocalAws) -> None:
    s3 = aws.client("s3")

    def put(number: int) -> str:
        try:
            s3.put_object(
                Bucket="observed-records",
                Key="records/1",
                Body=b"{}",
                IfNoneMatch="*",
                Metadata={"sequence-number": f"{number}"},
                ServerSideEncryption="aws:kms",
                SSEKMSKeyId="alias/observed",
            )
        except ClientError as error:
            return str(error.response["Error"]["Code"])
        return f"{number}"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(put, range(8)))
    (stored,) = set(outcomes) - {"PreconditionFailed"}
    assert stored.isdigit()
    head = s3.head_object(Bucket="observed-records", Key="records/1")
    assert head["Metadata"] == {"sequence-number": stored}
    assert head["ServerSideEncryption"] == "aws:kms"
