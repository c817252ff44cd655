"""How the app synthesises: the same bytes each time, and fast."""

from typing import Any

import aws_cdk as cdk

NO_TRACES = {"aws:cdk:disable-creation-stack-traces": True}
"""Traces name the folder that jsii unpacks itself into, which differs in each run."""


def new_app(*, out: str | None = None, context: dict[str, Any] | None = None) -> cdk.App:
    """An app without what makes synth slow or its output differ.

    CDK's own template validation is off: it only warns, and takes three times as long as all the
    rest. cfn-lint checks the same in the tests. The tree of constructs that editors can show is not
    written either: it repeats every property of every template.

    Args:
        out: folder of the cloud assembly. Default: where the CDK CLI wants it.
        context: further context. Default: what the CDK CLI hands over, with cdk.json's flags.
    """
    return cdk.App(
        outdir=out,
        context={**NO_TRACES, **(context or {})},
        stack_traces=False,
        builtin_cloud_formation_validation=False,
        tree_metadata=False,
    )
