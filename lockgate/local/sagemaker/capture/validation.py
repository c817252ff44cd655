"""What CreateEndpointConfig refuses of data capture."""

from lockgate.local.protocol.errors import invalid
from lockgate.local.protocol.json_service import Request
from lockgate.local.sagemaker.asynchronous.locations import parse


def check_capture(request: Request) -> None:
    """Refuse a destination that is no place in S3.

    The API model checks the other members; serverless variants refuse capture themselves (CAP-05).

    Raises:
        ServiceError: ValidationException.
    """
    capture = request.get("DataCaptureConfig")
    if capture is None:
        return
    try:
        parse(capture["DestinationS3Uri"])
    except ValueError as error:
        raise invalid(f"DataCaptureConfig.DestinationS3Uri: {error}.") from error
