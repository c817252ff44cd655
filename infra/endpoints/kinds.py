"""The construct of each kind of endpoint."""

from typing import Any

from constructs import Construct

from infra.config.endpoints import (
    AsyncEndpoint,
    Endpoint,
    InferentiaEndpoint,
    MultiModelEndpoint,
    RealtimeEndpoint,
    ServerlessEndpoint,
)
from infra.endpoints import asynchronous, inferentia, multi_model, realtime, serverless
from infra.endpoints.hosted_endpoint import HostedEndpoint
from infra.foundation import Foundation


def construct_endpoint(
    scope: Construct,
    construct_id: str,
    *,
    endpoint_name: str,
    settings: Endpoint,
    foundation: Foundation,
) -> HostedEndpoint:
    """An endpoint of the kind that its settings say."""
    common: Any = {"endpoint_name": endpoint_name, "foundation": foundation}
    match settings:
        case RealtimeEndpoint():
            return realtime.RealtimeEndpoint(scope, construct_id, settings=settings, **common)
        case InferentiaEndpoint():
            return inferentia.InferentiaEndpoint(scope, construct_id, settings=settings, **common)
        case AsyncEndpoint():
            return asynchronous.AsyncEndpoint(scope, construct_id, settings=settings, **common)
        case ServerlessEndpoint():
            return serverless.ServerlessEndpoint(scope, construct_id, settings=settings, **common)
        case MultiModelEndpoint():
            return multi_model.MultiModelEndpoint(scope, construct_id, settings=settings, **common)
