"""SNS topics that are told how an async endpoint's requests ended."""

from collections.abc import Sequence
from dataclasses import dataclass

from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from infra.config.endpoints.asynchronous import Notifications, Topics
from infra.permission import VERSION, Permission

NotificationConfig = sagemaker.CfnEndpointConfig.AsyncInferenceNotificationConfigProperty


@dataclass(frozen=True)
class EndpointTopics:
    """ARNs of the topics for results and for failures; None tells nobody."""

    success: str | None = None
    error: str | None = None
    include_response: Sequence[str] = ()
    """Topics whose messages carry the response: `success`, `error`."""

    @property
    def arns(self) -> list[str]:
        """The topics that there are."""
        return [arn for arn in (self.success, self.error) if arn is not None]

    def settings(self) -> NotificationConfig | None:
        """As the endpoint configuration names them."""
        if not self.arns:
            return None
        included = [f"{name.upper()}_NOTIFICATION_TOPIC" for name in self.include_response]
        return NotificationConfig(
            success_topic=self.success,
            error_topic=self.error,
            include_inference_response_in=included or None,
        )

    def permissions(self) -> list[Permission]:
        """What SageMaker may do under the endpoint's role.

        An existing topic that is encrypted must let the role use its key besides; a created one
        has the environment's.
        """
        return [Permission(["sns:Publish"], self.arns)] if self.arns else []

    def outputs(self) -> dict[str, str]:
        """The topics as outputs of the endpoint's stack."""
        named = {"SuccessTopicArn": self.success, "ErrorTopicArn": self.error}
        return {key: arn for key, arn in named.items() if arn is not None}


def topics_of(
    scope: Construct, notifications: Notifications | None, *, key_arn: str
) -> EndpointTopics:
    """The topics of an endpoint: none, existing ones, or two made here.

    Args:
        scope: the construct of the endpoint.
        notifications: as configured.
        key_arn: encrypts topics that are made here.
    """
    if notifications is None:
        return EndpointTopics()
    included = notifications.include_response
    match notifications.topics:
        case Topics(success=success, error=error):
            return EndpointTopics(success, error, included)
        case "create":
            success, error = (_topic(scope, name, key_arn) for name in ("Success", "Error"))
            return EndpointTopics(success, error, included)


def _topic(scope: Construct, name: str, key_arn: str) -> str:
    """An encrypted topic that takes messages over TLS only; CDK's own takes twice as long."""
    # Imported where it is used: most endpoints have no topics.
    from aws_cdk import aws_sns as sns

    arn = sns.CfnTopic(scope, f"{name}Topic", kms_master_key_id=key_arn).ref
    unencrypted = {
        "Action": "sns:Publish",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        "Effect": "Deny",
        "Principal": "*",
        "Resource": arn,
    }
    sns.CfnTopicPolicy(
        scope,
        f"{name}TopicPolicy",
        topics=[arn],
        policy_document={"Statement": [unencrypted], "Version": VERSION},
    )
    return arn
