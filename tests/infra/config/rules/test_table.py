"""Every id of the constraint catalogue's families is checked, or says why it cannot be.

The ids are those of the families SM, RT, CFN, REG, SHADOW, GRD, AS, ASY, SLS, MME, NEU, BYOC, CAP,
LOG, ESM, EMF and MET. A check is a rule, or a row of the keys that one kind of endpoint has and
another cannot have.
"""

from typing import Any

from infra.config.foreign_keys import FOREIGN_KEYS
from infra.config.rules import (
    CARD_RULES,
    ENDPOINT_RULES,
    ENVIRONMENT_RULES,
    RELEASE_RULES,
    VARIANT_RULES,
)
from infra.config.rules.table import Rule

RULES: list[Rule[Any]] = [
    *ENVIRONMENT_RULES,
    *ENDPOINT_RULES,
    *VARIANT_RULES,
    *CARD_RULES,
    *RELEASE_RULES,
]


def _ids(text: str) -> list[str]:
    return text.split()


CATALOGUE = _ids("""
    SM-NAME-01 SM-TAG-01 SM-VPC-01 SM-ENV-01 SM-ENV-02 SM-CONT-01 SM-IMG-01
    RT-PAY-01 RT-TIME-01 RT-HDR-01 RT-STR-01 RT-ERR-01 RT-VAR-01 RT-VAR-02 RT-VAR-03
    RT-VOL-01 RT-VOL-02 RT-VOL-03 RT-VOL-04 RT-TMO-01 RT-TMO-02 RT-TMO-03 RT-BIG-01
    RT-AMI-01 RT-AMI-02 RT-AMI-03 RT-AMI-04 RT-EIA-01 RT-POOL-01 RT-ROUTE-01
    CFN-01 CFN-02 CFN-03 REG-01 SHADOW-01 SHADOW-02
    GRD-01 GRD-02 GRD-03 GRD-04 GRD-05 GRD-06 GRD-07
    AS-01 AS-02 AS-03 AS-04 AS-05 AS-06
    ASY-01 ASY-02 ASY-03 ASY-04 ASY-05 ASY-06 ASY-07 ASY-08 ASY-09 ASY-10 ASY-11
    SLS-01 SLS-02 SLS-03 SLS-04 SLS-05 SLS-06 SLS-07 SLS-08 SLS-09
    MME-01 MME-02 MME-03 MME-04 MME-05 MME-06
    NEU-01 NEU-02 NEU-03 NEU-04 NEU-05 NEU-06
    BYOC-01 BYOC-02 BYOC-03 BYOC-04 BYOC-05 BYOC-06 BYOC-07 BYOC-08 BYOC-09
    CAP-01 CAP-02 CAP-03 CAP-04 CAP-05 CAP-06 CAP-07
    LOG-01 LOG-02 LOG-03 LOG-04 ESM-01 ESM-02 EMF-01 MET-01
""")
OWN = _ids("""
    REF INSTANCE STAND-IN CONTAINER IMAGE REGION KMS LOGS TAG VPC SCALE ALARM SOURCE CONTEXT FIGURE
    FIT STACK NEURON KEY RESULTS CAPTURES RECORDS REDACT SLO
""")
NOT_EXPRESSIBLE = {
    "SM-ENV-02": "concerns inference components; no endpoint kind has them yet",
    "SM-CONT-01": "a release names exactly one container",
    "RT-PAY-01": "the size of a request is known at the runtime, which refuses it",
    "RT-HDR-01": "headers come with each request; the runtime refuses them",
    "RT-STR-01": "describes the frames of a response stream; clients and the runtime follow it",
    "RT-ERR-01": "describes the errors of the runtime",
    "RT-VOL-03": "the construct sets KmsKeyId only where Instance.instance_kms_allowed",
    "RT-TMO-03": "no key sets the time for provisioning instances",
    "RT-EIA-01": "no key names an Elastic Inference accelerator",
    "RT-POOL-01": "an endpoint names one instance type, never pools",
    "RT-ROUTE-01": "no key chooses a routing strategy",
    "CFN-01": "the construct never names an endpoint configuration",
    "CFN-02": "the endpoint's name is made of two file keys, and renaming one is a new endpoint",
    "CFN-03": "no key sets a property that CloudFormation lacks",
    "GRD-05": "sizes are in percent; the construct writes CAPACITY_PERCENT",
    "GRD-07": "the names that the deployed endpoint has are known to SageMaker only",
    "AS-01": "the construct writes the one dimension of an instance-based variant",
    "AS-04": "the type that the deployed variant has is known to SageMaker only; the deployment "
    "deregisters its target before it changes",
    "AS-05": "concerns inference components; no endpoint kind has them yet",
    "AS-06": "the construct writes the one step of an async endpoint",
    "ASY-01": "the input comes with each request; the runtime refuses it",
    "ASY-05": "a wrong pairing of operation and endpoint is a request; the runtime refuses it",
    "ASY-07": "the construct writes the target and both policies",
    "SLS-05": "whether the deployed endpoint has instances is known to SageMaker only",
    "SLS-07": "no key scales provisioned concurrency, which CloudFormation cannot",
    "SLS-09": "whether an answer is streamed is decided by each request",
    "MME-03": "the one setting is true or false",
    "MME-04": "describes the API of containers, which their tests check",
    "NEU-01": "figures of chips; the catalogue's test holds them, and NEU-02 computes with them",
    "NEU-06": "its two halves are GRD-06 and SHADOW-02",
    "BYOC-02": "the construct writes startup_timeout, whose range RT-TMO-01 checks",
    "BYOC-03": "describes how a container answers and stops; the contract suite checks of each "
    "that runs here that it drains, ends in time and leaves its model folder alone. It is the "
    "kernel that accepts connections, and how long an answer takes is up to the model",
    "BYOC-04": "an endpoint has one container; tests/containers/test_images.py holds each image to "
    "the label, the contract suite each server to the port",
    "BYOC-05": "the construct writes S3Prefix with None for keys that end with a slash, S3Object "
    "with Gzip for archives",
    "BYOC-06": "serverless and multi-model endpoints get no ModelDataSource (SLS-04, MME-05); what "
    "lies in a bucket, and where, is known to S3 only, and the local AWS refuses names and "
    "placeholders when it reads them",
    "BYOC-07": "no key names further model sources",
    "BYOC-08": "images come from ECR; no key names a private registry",
    "CAP-02": "the construct lists the content types",
    "CAP-03": "describes the keys of captured objects",
    "CAP-04": "describes the records of captured objects",
    "CAP-06": "the construct asks for Input and Output, not InputAndOutput",
    "CAP-07": "unverified, and no key sets a maximum",
    "LOG-01": "the log group's name follows from the endpoint's; the construct writes it",
    "LOG-02": "concerns inference components; no endpoint kind has them yet",
    "LOG-04": "describes the records of a stream; the metrics function reads them",
    "ESM-01": "the construct sets batch, window, retries and age; no key changes them",
    "ESM-02": "describes what a function answers; the metrics function's tests hold it",
    "EMF-01": "limits of what the functions print; their tests hold them",
    "MET-01": "no key sets how often metrics are published",
}
CHECKED = {rule.id for rule in RULES} | {row.rule for row in FOREIGN_KEYS}


def test_every_id_of_the_catalogue_is_accounted_for_once() -> None:
    checked = CHECKED - set(OWN)
    assert sorted(checked | set(NOT_EXPRESSIBLE)) == sorted(CATALOGUE)
    assert checked.isdisjoint(NOT_EXPRESSIBLE)


def test_no_other_id_is_used() -> None:
    assert set(OWN) | (set(CATALOGUE) - set(NOT_EXPRESSIBLE)) == CHECKED
