"""The construct of each kind of endpoint."""

from constructs import Construct

from infra.config.endpoints import Endpoint, InferentiaEndpoint, RealtimeEndpoint
from infra.endpoints import inferentia, realtime
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
    match settings:
        case RealtimeEndpoint():
            return realtime.RealtimeEndpoint(
                scope,
                construct_id,
                endpoint_name=endpoint_name,
                settings=settings,
                foundation=foundation,
            )
        case InferentiaEndpoint():
            return inferentia.InferentiaEndpoint(
                scope,
                construct_id,
                endpoint_name=endpoint_name,
                settings=settings,
                foundation=foundation,
            )
        case _:
            raise TypeError(f"{settings.kind} endpoints have no construct")
