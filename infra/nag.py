"""Acknowledged findings of cdk-nag: on one construct, each with its reason."""

import re
from collections.abc import Mapping
from typing import Any

from aws_cdk import Acknowledgment, App, Stack, Validations
from constructs import Construct, IConstruct

TOKEN = re.compile(r"\$\{Token\[[^]]+\]\}")
"""How CDK writes, within a text, what is known later."""
_KNOWN: dict[str, str] = {}
"""Tokens as cdk-nag writes them. Every endpoint names the same few, and CDK gives each one name for
the whole process."""


def acknowledge(construct: IConstruct, findings: Mapping[str, str]) -> None:
    """Accept findings on one construct.

    Args:
        construct: where the finding is reported.
        findings: reasons by finding, as in `AwsSolutions-IAM5[Resource::*]`.
    """
    Validations.of(construct).acknowledge(
        *[Acknowledgment(id=finding, reason=reason) for finding, reason in findings.items()]
    )


def check_with_nag(app: App) -> None:
    """Let synth fail on findings of cdk-nag's AwsSolutions that nobody has acknowledged."""
    # Imported here, because loading it costs a synth that does not ask for it a second.
    from cdk_nag import AwsSolutionsChecks

    Validations.of(app).add_plugins(AwsSolutionsChecks(app))


def written(scope: Construct, value: str) -> str:
    """A value as cdk-nag writes it in a finding: a reference to X is `<X>`, an import its name."""
    return TOKEN.sub(lambda token: _written(token[0], scope), value)


def _written(token: str, scope: Construct) -> str:
    if token not in _KNOWN:
        _KNOWN[token] = _flat(Stack.of(scope).resolve(token))
    return _KNOWN[token]


def _flat(value: Any) -> str:
    match value:
        case {"Fn::Join": [str(separator), list(parts)]}:
            return separator.join(_flat(part) for part in parts)
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            return f"<{name}.{attribute}>"
        case {"Fn::ImportValue": name}:
            return _flat(name)
        case {"Ref": str(name)}:
            return f"<{name}>"
        case _:
            return str(value)
