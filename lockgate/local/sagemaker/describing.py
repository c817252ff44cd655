"""DescribeEndpoint's answer."""

from typing import Any

from lockgate.local.sagemaker.capture.settings import is_enabled
from lockgate.local.sagemaker.deployment import Serving, ServingVariant
from lockgate.local.sagemaker.records import Definition, Endpoint
from lockgate.local.sagemaker.rollout.describing import capacity, pending, status
from lockgate.local.sagemaker.runtime.pairing import is_asynchronous
from lockgate.local.sagemaker.store import Store

_COPIED = ("ManagedInstanceScaling", "RoutingConfig")


def summary(endpoint: Endpoint) -> dict[str, Any]:
    """One line of ListEndpoints."""
    return {
        "EndpointName": endpoint.name,
        "EndpointArn": endpoint.arn,
        "CreationTime": endpoint.created,
        "LastModifiedTime": endpoint.modified,
        "EndpointStatus": endpoint.status,
    }


def description(store: Store, endpoint: Endpoint) -> dict[str, Any]:
    """All of an endpoint: status, what serves and what is coming up."""
    answer = summary(endpoint)
    if endpoint.failure_reason is not None:
        answer["FailureReason"] = endpoint.failure_reason
    if endpoint.deployment_config is not None:
        answer["LastDeploymentConfig"] = endpoint.deployment_config
    config = endpoint.serving.config if endpoint.serving else endpoint.requested
    answer["EndpointConfigName"] = config.name
    if endpoint.serving is not None:
        answer |= _variants(endpoint.serving)
        answer |= _capture(config)
        if is_asynchronous(config):
            answer["AsyncInferenceConfig"] = config.request["AsyncInferenceConfig"]
    if endpoint.pending is not None:
        answer["PendingDeploymentSummary"] = pending(store, endpoint.pending)
    return answer


def _variants(serving: Serving) -> dict[str, Any]:
    """The variants that serve; shadows are listed apart."""
    production = serving.variants.values()
    shadows = [variant for variant in serving.all if variant not in production]
    answer = {"ProductionVariants": [_serving(variant) for variant in production]}
    return answer | (
        {"ShadowProductionVariants": [_serving(v) for v in shadows]} if shadows else {}
    )


def _serving(variant: ServingVariant) -> dict[str, Any]:
    copied = {name: variant.definition[name] for name in _COPIED if name in variant.definition}
    image = {
        "SpecifiedImage": variant.image,
        "ResolvedImage": variant.image,
        "ResolutionTime": variant.since,
    }
    answer = copied | {"VariantName": variant.name, "DeployedImages": [image]}
    answer |= capacity("Current", variant.definition, variant.size)
    answer |= capacity("Desired", variant.definition, variant.desired or variant.size)
    return answer | ({"VariantStatus": [status(variant.stage)]} if variant.stage else {})


def _capture(config: Definition) -> dict[str, Any]:
    """The summary of data capture."""
    capture = config.request.get("DataCaptureConfig")
    if capture is None:
        return {}
    return {
        "DataCaptureConfig": {
            "EnableCapture": is_enabled(capture),
            "CaptureStatus": "Started" if is_enabled(capture) else "Stopped",
            "CurrentSamplingPercentage": capture["InitialSamplingPercentage"],
            "DestinationS3Uri": capture["DestinationS3Uri"],
            "KmsKeyId": capture.get("KmsKeyId", ""),
        }
    }
