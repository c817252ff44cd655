"""What CreateModel and CreateEndpointConfig refuse of multi-model endpoints: MME-*."""

from collections.abc import Mapping
from typing import Any

from infra.config.catalogue import instances
from infra.config.multi_model import hosts_many
from lockgate.local.protocol.errors import invalid


def check_multi_model(container: Mapping[str, Any]) -> None:
    """Refuse a container definition that does not fit its Mode.

    Raises:
        ServiceError: says what does not fit, and what to give instead.
    """
    if container.get("Mode") != "MultiModel":
        if "MultiModelConfig" in container:
            raise invalid("MultiModelConfig is for containers in MultiModel mode only.")
        return
    if "ModelDataSource" in container:
        raise invalid(
            "ModelDataSource is not supported for multi-model endpoints. Give the prefix of the "
            "models as ModelDataUrl."
        )
    url = container.get("ModelDataUrl")
    if url is None:
        raise invalid("ModelDataUrl is required for a container in MultiModel mode.")
    if not url.startswith("s3://") or not url.endswith("/"):
        raise invalid(
            f"ModelDataUrl {url} of a container in MultiModel mode must be a prefix of Amazon S3: "
            "s3://BUCKET/PREFIX/, with a slash at its end."
        )


def check_instance(container: Mapping[str, Any], variant: Mapping[str, Any]) -> None:
    """Refuse instance types that run no multi-model endpoints: MME-02.

    Raises:
        ServiceError: names the type and those that do.
    """
    name = variant.get("InstanceType")
    if container.get("Mode") != "MultiModel" or name is None:
        return
    known = instances().get(name)
    if known is not None and not hosts_many(known):
        raise invalid(
            f"Multi-model endpoints do not support the instance type {name}. Use a CPU type, or "
            "one with a single GPU: ml.p2.xlarge, ml.p3.2xlarge, ml.g4dn and ml.g5."
        )
