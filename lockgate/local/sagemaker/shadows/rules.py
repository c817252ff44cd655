"""What AWS refuses of shadow variants.

Source: CreateEndpointConfig in the API reference, and shadow-tests in the developer guide.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from lockgate.local.protocol.errors import invalid
from lockgate.local.sagemaker.models import is_multi_model, only_container
from lockgate.local.sagemaker.serverless.rules import is_serverless
from lockgate.local.sagemaker.sizes import all_variants


def check_shadows(config: Mapping[str, Any], models: Sequence[Mapping[str, Any]]) -> None:
    """Refuse shadow variants beside what they do not go with.

    Args:
        config: the CreateEndpointConfig request.
        models: the CreateModel requests of all its variants.
    """
    if "ShadowProductionVariants" not in config:
        return
    production, shadows = config["ProductionVariants"], config["ShadowProductionVariants"]
    if len(production) != 1 or len(shadows) != 1:
        raise invalid(
            "With ShadowProductionVariants there must be one variant in ProductionVariants and one "
            f"in ShadowProductionVariants; there are {len(production)} and {len(shadows)}."
        )
    for reason in _reasons(config, models):
        raise invalid(f"Shadow variants are not supported for {reason}.")


def _reasons(config: Mapping[str, Any], models: Sequence[Mapping[str, Any]]) -> list[str]:
    variants = all_variants(config)
    reasons = {
        "serverless inference": any(map(is_serverless, variants)),
        "asynchronous inference": "AsyncInferenceConfig" in config,
        "multi-model endpoints": any(is_multi_model(only_container(model)) for model in models),
        "multi-container endpoints": any(len(m.get("Containers", [])) > 1 for m in models),
        "Inf1 instances": any(v.get("InstanceType", "").startswith("ml.inf1.") for v in variants),
    }
    return [reason for reason, applies in reasons.items() if applies]
