"""Data capture: requests and responses, kept in the environment's capture bucket."""

from dataclasses import dataclass

from aws_cdk import aws_sagemaker as sagemaker

from infra.config.endpoints.capture import Capture
from infra.foundation import Foundation

FOLDER = "captures"
JSON_TYPES = ["application/json"]
"""Content types stored as text; any other is stored as base64 (CAP-02)."""

DataCapture = sagemaker.CfnEndpointConfig.DataCaptureConfigProperty
CaptureOption = sagemaker.CfnEndpointConfig.CaptureOptionProperty
ContentTypes = sagemaker.CfnEndpointConfig.CaptureContentTypeHeaderProperty


@dataclass(frozen=True)
class EndpointCapture:
    """Where one endpoint's captures go, and how many."""

    endpoint_name: str
    percent: int
    bucket_name: str
    key_arn: str

    @classmethod
    def of(
        cls, endpoint_name: str, capture: Capture | None, foundation: Foundation
    ) -> "EndpointCapture | None":
        """The capture of an endpoint; None when nothing is captured."""
        if capture is None:
            return None
        return cls(endpoint_name, capture.percent, foundation.captures, foundation.key_arn)

    @property
    def prefix(self) -> str:
        """Where SageMaker puts the endpoint's captures, below the destination (CAP-03)."""
        return f"{FOLDER}/{self.endpoint_name}"

    def settings(self) -> DataCapture:
        """Input and output as two options: their union was rejected in the past (CAP-06)."""
        return DataCapture(
            enable_capture=True,
            initial_sampling_percentage=self.percent,
            destination_s3_uri=f"s3://{self.bucket_name}/{FOLDER}",
            kms_key_id=self.key_arn,
            capture_options=[CaptureOption(capture_mode=mode) for mode in ("Input", "Output")],
            capture_content_type_header=ContentTypes(json_content_types=JSON_TYPES),
        )
