"""What CreateEndpointConfig refuses of an asynchronous endpoint."""

from lockgate.local.protocol.errors import invalid, not_emulated
from lockgate.local.protocol.json_service import Request
from lockgate.local.sagemaker.asynchronous.locations import parse
from lockgate.local.sagemaker.models import is_multi_model, only_container
from lockgate.local.sagemaker.records import Definition

_TOPICS = {"SUCCESS_NOTIFICATION_TOPIC": "SuccessTopic", "ERROR_NOTIFICATION_TOPIC": "ErrorTopic"}


def check_async(request: Request, models: list[Definition]) -> None:
    """Refuse an AsyncInferenceConfig that does not fit the rest of the request.

    Source: ASY-04. Numbers, lengths and ARNs are in the API model; serverless and shadow variants
    refuse asynchronous inference themselves (ASY-06).

    Args:
        request: CreateEndpointConfig's; one without AsyncInferenceConfig passes.
        models: those of its variants.

    Raises:
        ServiceError: ValidationException.
    """
    if "AsyncInferenceConfig" not in request:
        return
    _check_models(models)
    _check_output(request["AsyncInferenceConfig"]["OutputConfig"])


def _check_models(models: list[Definition]) -> None:
    """ASY-11: AWS says nothing of it, and InvokeEndpointAsync cannot name a TargetModel."""
    for model in models:
        if is_multi_model(only_container(model.request)):
            raise not_emulated("sagemaker", "asynchronous endpoints of multi-model models")


def _check_output(output: Request) -> None:
    for member in ("S3OutputPath", "S3FailurePath"):
        try:
            parse(output.get(member) or "s3://none")
        except ValueError as error:
            raise invalid(f"{member}: {error}.") from error
    notices = output.get("NotificationConfig", {})
    for included in notices.get("IncludeInferenceResponseIn", []):
        if _TOPICS[included] not in notices:
            raise invalid(
                f"IncludeInferenceResponseIn has {included}, but there is no {_TOPICS[included]}."
            )
