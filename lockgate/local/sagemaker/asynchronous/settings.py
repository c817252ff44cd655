"""AsyncInferenceConfig as the queue reads it."""

from dataclasses import dataclass

from lockgate.local.sagemaker.asynchronous.locations import Location, parse
from lockgate.local.sagemaker.records import Definition

DEFAULT_CONCURRENCY = 4
"""Requests that an instance gets at once when the configuration does not say.

AWS "chooses an optimal value" and tells no number.
"""


@dataclass(frozen=True)
class Settings:
    """Where answers and notifications go, and how many requests an instance gets at once."""

    output: Location | None
    failure: Location | None
    success_topic: str | None
    error_topic: str | None
    responses_in: frozenset[str]
    """SUCCESS_NOTIFICATION_TOPIC, ERROR_NOTIFICATION_TOPIC: whose messages hold the response."""
    concurrency: int

    @classmethod
    def of(cls, config: Definition) -> "Settings":
        """Those of an endpoint configuration that has an AsyncInferenceConfig."""
        given = config.request["AsyncInferenceConfig"]
        output, client = given["OutputConfig"], given.get("ClientConfig", {})
        notices = output.get("NotificationConfig", {})
        return cls(
            output=_location(output.get("S3OutputPath")),
            failure=_location(output.get("S3FailurePath")),
            success_topic=notices.get("SuccessTopic"),
            error_topic=notices.get("ErrorTopic"),
            responses_in=frozenset(notices.get("IncludeInferenceResponseIn", [])),
            concurrency=client.get("MaxConcurrentInvocationsPerInstance", DEFAULT_CONCURRENCY),
        )


def _location(uri: str | None) -> Location | None:
    return parse(uri) if uri else None
