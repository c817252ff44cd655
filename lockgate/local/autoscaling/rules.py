"""What Application Auto Scaling refuses of a scalable target; ids as in the table of limits."""

from lockgate.local.autoscaling.variants import (
    INSTANCES,
    PROVISIONED_CONCURRENCY,
    Kind,
    Variant,
    names_in,
)
from lockgate.local.protocol.errors import invalid, not_emulated
from lockgate.local.protocol.json_service import Request

_LEAST: dict[Kind, int] = {"realtime": 1, "async": 0, "serverless": 1}
_WHAT: dict[Kind, str] = {
    "realtime": "a real-time production variant",
    "async": "a variant of an asynchronous endpoint",
    "serverless": "the provisioned concurrency of a serverless variant",
}


def check_identity(request: Request) -> None:
    """Refuse what is no endpoint variant, or a dimension of something else (AS-01)."""
    namespace, dimension = request["ServiceNamespace"], request["ScalableDimension"]
    if namespace != "sagemaker":
        raise not_emulated("application-autoscaling", f"for {namespace}")
    if dimension.startswith("sagemaker:inference-component:"):
        raise not_emulated("application-autoscaling", f"for {dimension}")
    if dimension not in {INSTANCES, PROVISIONED_CONCURRENCY}:
        raise _unsupported(f"{dimension} is no dimension of the namespace {namespace}")
    if names_in(request["ResourceId"]) is None:
        raise _unsupported(f"{request['ResourceId']} is not endpoint/NAME/variant/NAME")


def check_target(settings: Request, variant: Variant) -> None:
    """Refuse odd capacities (AS-03) and variants that do not scale in this dimension (AS-01)."""
    for member in ("MinCapacity", "MaxCapacity"):
        if member not in settings:
            raise invalid(f"{member} must be specified when registering a new scalable target.")
    low, high = settings["MinCapacity"], settings["MaxCapacity"]
    if low > high:
        raise invalid("Maximum capacity cannot be less than minimum capacity")
    _check_dimension(settings, variant)
    least = _LEAST[variant.kind]
    if low < least:
        raise invalid(f"Minimum capacity must be at least {least} for {_WHAT[variant.kind]}.")


def _check_dimension(settings: Request, variant: Variant) -> None:
    dimension, resource = settings["ScalableDimension"], settings["ResourceId"]
    fitting = PROVISIONED_CONCURRENCY if variant.kind == "serverless" else INSTANCES
    if dimension != fitting:
        raise _unsupported(f"{resource} is {_WHAT[variant.kind]}, which scales by {fitting}")
    if variant.kind == "serverless" and variant.capacity == 0:
        raise invalid(f"{resource} has no provisioned concurrency that could be scaled.")
    if (variant.instance_type or "").startswith("ml.t2."):
        raise invalid(
            f"Burstable instances such as {variant.instance_type} of {resource} cannot be scaled."
        )


def _unsupported(what: str) -> Exception:
    message = "Unsupported service namespace, resource type or scalable dimension"
    return invalid(f"{message}: {what}.")
