"""Which operations and headers go with which kind of endpoint; every other pairing is refused."""

from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, runtime_checkable

from lockgate.local.sagemaker.deployment import Serving
from lockgate.local.sagemaker.records import Definition
from lockgate.local.sagemaker.runtime.invocation import Invocation
from lockgate.local.sagemaker.runtime.refusals import no_target_model, refused


@runtime_checkable
class ModelFleet(Protocol):
    """A fleet whose instances serve many models, each named by the request's TargetModel."""

    def acquire_for(self, target_model: str) -> AbstractAsyncContextManager[Any]:
        """Borrow an instance that has the model."""


def check_pairing(invocation: Invocation, serving: Serving) -> None:
    """Refuse what this kind of endpoint does not do.

    Raises:
        ServiceError: ValidationError that says what to use instead.
    """
    _check_operation(invocation, serving.config)
    _check_target_model(invocation, serving)


def is_asynchronous(config: Definition) -> bool:
    """Whether endpoints of this configuration queue their requests."""
    return "AsyncInferenceConfig" in config.request


def _check_operation(invocation: Invocation, config: Definition) -> None:
    """ASY-05. AWS answers a ValidationError; its text is nowhere published."""
    name, operation = invocation.endpoint, invocation.operation
    if operation == "InvokeEndpointAsync" and not is_asynchronous(config):
        raise refused(
            f"Endpoint {name} is not an asynchronous inference endpoint and does not support "
            "InvokeEndpointAsync. Use InvokeEndpoint."
        )
    if operation != "InvokeEndpointAsync" and is_asynchronous(config):
        raise refused(
            f"Endpoint {name} is an asynchronous inference endpoint and does not support "
            f"{operation}. Use InvokeEndpointAsync."
        )


def _check_target_model(invocation: Invocation, serving: Serving) -> None:
    """AWS's words: amazon-sagemaker-examples issue 1026, tensorflow-serving-container issue 166."""
    fleets = [variant.fleet for variant in serving.variants.values()]
    has_many = any(isinstance(fleet, ModelFleet) for fleet in fleets)
    if "TargetModel" in invocation.members and not has_many:
        raise refused(
            f"Endpoint {invocation.endpoint} is not a multi-model endpoint and does not support "
            "target model header."
        )
    if has_many and "TargetModel" not in invocation.members:
        raise no_target_model()
