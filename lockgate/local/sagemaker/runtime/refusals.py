"""The errors of the runtime, in AWS's words."""

import uuid

from infra.config.naming import log_group
from lockgate.local.protocol.errors import ServiceError
from lockgate.local.protocol.scope import Scope

CONTAINER = "primary"
"""What AWS calls the only container of a model."""

TIMED_OUT = (
    f"Your invocation timed out while waiting for a response from container {CONTAINER}. Review "
    "the latency metrics for each container in Amazon CloudWatch, resolve the issue, and try again."
)
NO_ANSWER = f"Amazon SageMaker could not get a response from the {CONTAINER} container."


def refused(message: str) -> ServiceError:
    """The request is wrong: ValidationError, 400."""
    return ServiceError("ValidationError", message)


def request_id() -> str:
    """An id like those of AWS's requests, which some messages name."""
    return str(uuid.uuid4())


def unknown_endpoint(scope: Scope, endpoint: str) -> ServiceError:
    """No endpoint of that name serves."""
    return refused(f"Endpoint {endpoint} of account {scope.account} not found.")


def no_target_model() -> ServiceError:
    """Of many models none is named: amazon-sagemaker-examples issue 1026."""
    return refused(f"Request {request_id()} is missing a target model header.")


def too_large(limit: int) -> ServiceError:
    """The body is over the limit; AWS answers before it looks at the endpoint."""
    return ServiceError("413", f"HTTP content length exceeded {limit} bytes.", status=413)


def unavailable() -> ServiceError:
    """No instance can take a request."""
    return ServiceError(
        "ServiceUnavailable",
        "The service is unavailable. No instance of the endpoint is healthy; see its log.",
        status=503,
    )


def model_error(
    scope: Scope, endpoint: str, status: int, text: str, *, log_stream: str | None
) -> ServiceError:
    """The container answered with an error, or (status 0) not at all: ModelError, 424."""
    side = "client" if 400 <= status < 500 else "server"
    group = log_group(endpoint)
    url = (
        f"https://{scope.region}.console.aws.amazon.com/cloudwatch/home?region={scope.region}"
        f"#logEventViewer:group={group}"
    )
    stream = f"log-group:{group}" + (f":log-stream:{log_stream}" if log_stream else "")
    return ServiceError(
        "ModelError",
        f'Received {side} error ({status}) from {CONTAINER} with message "{text}". '
        f"See {url} in account {scope.account} for more information.",
        status=424,
        fields={
            "OriginalStatusCode": status,
            "OriginalMessage": text,
            "LogStreamArn": scope.arn("logs", stream),
        },
    )
