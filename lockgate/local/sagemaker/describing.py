"""DescribeEndpoint's answer."""

from typing import Any

from lockgate.local.sagemaker.bringup import image_of
from lockgate.local.sagemaker.deployment import ServingVariant
from lockgate.local.sagemaker.records import Definition, Endpoint
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
        variants = endpoint.serving.variants.values()
        answer["ProductionVariants"] = [_serving(variant) for variant in variants]
        answer |= _capture(config)
        if "AsyncInferenceConfig" in config.request:
            answer["AsyncInferenceConfig"] = config.request["AsyncInferenceConfig"]
    if endpoint.pending is not None:
        answer["PendingDeploymentSummary"] = _pending(store, endpoint, endpoint.pending)
    return answer


def _serving(variant: ServingVariant) -> dict[str, Any]:
    copied = {name: variant.definition[name] for name in _COPIED if name in variant.definition}
    return copied | {
        "VariantName": variant.name,
        "DeployedImages": [
            {
                "SpecifiedImage": variant.image,
                "ResolvedImage": variant.image,
                "ResolutionTime": variant.since,
            }
        ],
        "CurrentWeight": variant.weight,
        "DesiredWeight": variant.weight,
        "CurrentInstanceCount": variant.count,
        "DesiredInstanceCount": variant.count,
    }


def _capture(config: Definition) -> dict[str, Any]:
    """The summary of data capture; the local AWS captures nothing, and says so."""
    capture = config.request.get("DataCaptureConfig")
    if capture is None:
        return {}
    return {
        "DataCaptureConfig": {
            "EnableCapture": capture.get("EnableCapture", False),
            "CaptureStatus": "Stopped",
            "CurrentSamplingPercentage": capture["InitialSamplingPercentage"],
            "DestinationS3Uri": capture["DestinationS3Uri"],
            "KmsKeyId": capture.get("KmsKeyId", ""),
        }
    }


def _pending(store: Store, endpoint: Endpoint, config: Definition) -> dict[str, Any]:
    variants = [
        {
            "VariantName": variant["VariantName"],
            "DesiredInstanceCount": variant["InitialInstanceCount"],
            "DesiredWeight": variant.get("InitialVariantWeight", 1.0),
            "InstanceType": variant["InstanceType"],
            "DeployedImages": [
                {"SpecifiedImage": image_of(model)}
                for model in store.models
                if model.name == variant["ModelName"]
            ],
            "VariantStatus": [{"Status": "Creating", "StartTime": endpoint.pending_since}],
        }
        for variant in config.request["ProductionVariants"]
    ]
    return {
        "EndpointConfigName": config.name,
        "ProductionVariants": variants,
        "StartTime": endpoint.pending_since,
    }
