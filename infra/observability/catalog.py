"""The Glue database of an environment's records, and the workgroup that queries it."""

from typing import Any

from aws_cdk import CfnResource
from constructs import Construct

from infra.observability.parts import Parts
from infra.observability.quality_queries import QUALITY_QUERIES
from infra.observability.quality_table import QUALITY_TABLE
from infra.observability.queries import QUERIES
from infra.observability.records import RESULTS
from infra.observability.tables import QUARANTINE_TABLE, RECORDS_TABLE, table_input

TABLES = (RECORDS_TABLE, QUALITY_TABLE, QUARANTINE_TABLE)
MOST_SCANNED_BYTES = 100 * 1024**3
"""A query that reads more is stopped: some 0.50 USD."""


class Catalog(Construct):
    """Tables and named queries; results are encrypted, and go after a few days."""

    def __init__(self, scope: Construct, construct_id: str, *, parts: Parts) -> None:
        super().__init__(scope, construct_id)
        name, account = f"lockgate-{parts.name}", parts.arns.account
        database = self._resource(
            "Database",
            "AWS::Glue::Database",
            {"CatalogId": account, "DatabaseInput": {"Name": name.replace("-", "_")}},
        )
        for table in TABLES:
            self._resource(
                table.name.capitalize(),
                "AWS::Glue::Table",
                {
                    "CatalogId": account,
                    "DatabaseName": database.ref,
                    "TableInput": table_input(table, parts.bucket),
                },
            )
        workgroup = self._resource(
            "Workgroup", "AWS::Athena::WorkGroup", _workgroup(name, parts.bucket, parts.key_arn)
        )
        for query in (*QUERIES, *QUALITY_QUERIES):
            self._resource(
                query.name,
                "AWS::Athena::NamedQuery",
                {
                    "Name": query.name,
                    "Description": query.description,
                    "Database": database.ref,
                    "WorkGroup": workgroup.ref,
                    "QueryString": query.sql,
                },
            )

    def _resource(self, construct_id: str, kind: str, properties: dict[str, Any]) -> CfnResource:
        return CfnResource(self, construct_id, type=kind, properties=properties)


def _workgroup(name: str, bucket: str, key_arn: str) -> dict[str, Any]:
    encrypted = {"EncryptionOption": "SSE_KMS", "KmsKey": key_arn}
    return {
        "Name": name,
        "Description": "Queries of inference records",
        # Its queries and their history go with it.
        "RecursiveDeleteOption": True,
        "WorkGroupConfiguration": {
            "BytesScannedCutoffPerQuery": MOST_SCANNED_BYTES,
            "EnforceWorkGroupConfiguration": True,
            "PublishCloudWatchMetricsEnabled": False,
            "ResultConfiguration": {
                "OutputLocation": f"s3://{bucket}/{RESULTS}/",
                "EncryptionConfiguration": encrypted,
            },
        },
    }
