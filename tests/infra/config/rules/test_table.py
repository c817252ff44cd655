"""Every id of the constraint catalogue's families is checked, or says why it cannot be.

The ids are those of the families SM, RT, SHADOW, GRD, AS-01 to AS-03, CFN, REG-01 and CAP.
"""

from typing import Any

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
    GRD-01 GRD-02 GRD-03 GRD-04 GRD-05 GRD-06 GRD-07 AS-01 AS-02 AS-03
    CAP-01 CAP-02 CAP-03 CAP-04 CAP-05 CAP-06 CAP-07
""")
OWN = _ids("""
    REF INSTANCE STAND-IN CONTAINER IMAGE REGION KMS LOGS TAG VPC SCALE ALARM SOURCE CONTEXT FIGURE
    FIT STACK
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
    "GRD-04": "the construct names exactly two alarms: 5xx rate and p99 latency",
    "GRD-05": "sizes are in percent; the construct writes CAPACITY_PERCENT",
    "GRD-07": "the one variant is called primary in every configuration",
    "AS-01": "the construct writes the one dimension of an instance-based variant",
    "CAP-02": "the construct lists the content types",
    "CAP-03": "describes the keys of captured objects",
    "CAP-04": "describes the records of captured objects",
    "CAP-05": "concerns serverless endpoints, and disks at run time",
    "CAP-06": "the construct asks for Input and Output, not InputAndOutput",
    "CAP-07": "unverified, and no key sets a maximum",
}


def test_every_id_of_the_catalogue_is_accounted_for_once() -> None:
    checked = {rule.id for rule in RULES} - set(OWN)
    assert sorted(checked | set(NOT_EXPRESSIBLE)) == sorted(CATALOGUE)
    assert checked.isdisjoint(NOT_EXPRESSIBLE)


def test_no_other_id_is_used() -> None:
    assert {rule.id for rule in RULES} == set(OWN) | (set(CATALOGUE) - set(NOT_EXPRESSIBLE))
