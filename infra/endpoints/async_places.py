"""Where an async endpoint finds its inputs, and leaves results and failures."""

from dataclasses import dataclass

from infra.arns import Arns
from infra.config.endpoints import AsyncEndpoint
from infra.endpoints.permissions import read_objects
from infra.foundation import Foundation
from infra.permission import Permission
from infra.s3_places import S3Place

FOLDER = "async"
WRITE_ACTIONS = ["s3:AbortMultipartUpload", "s3:PutObject"]
"""Large results arrive in parts."""


@dataclass(frozen=True)
class AsyncPlaces:
    """The places of one endpoint."""

    inputs: S3Place
    results: S3Place
    failures: S3Place

    @classmethod
    def of(
        cls, endpoint_name: str, settings: AsyncEndpoint, foundation: Foundation
    ) -> "AsyncPlaces":
        """As configured; what is not, is in the environment's bucket."""

        def place(name: str, configured: str | None = None) -> S3Place:
            if configured is not None:
                return S3Place.parse(configured)
            return S3Place(foundation.results, f"{FOLDER}/{endpoint_name}/{name}")

        return cls(
            inputs=place("inputs"),
            results=place("results", settings.output),
            failures=place("failures", settings.failures),
        )

    def for_endpoint(self, arns: Arns) -> list[Permission]:
        """What SageMaker may do under the endpoint's role: read inputs, write what comes of them.

        Source: "Complete the prerequisites" of asynchronous inference in the developer guide.
        """
        return [
            *_read(arns, self.inputs),
            _write(arns, self.results),
            _write(arns, self.failures),
        ]

    def for_clients(self, arns: Arns) -> list[Permission]:
        """What who invokes the endpoint may do: write inputs, read what comes of them."""
        return [
            _write(arns, self.inputs),
            *_read(arns, self.results),
            *_read(arns, self.failures),
        ]

    def outputs(self) -> dict[str, str]:
        """What clients must know; where its result lies, each request is answered."""
        return {"InputsPrefix": self.inputs.uri}


def _read(arns: Arns, place: S3Place) -> list[Permission]:
    bucket = arns.bucket(place.bucket)
    return read_objects(bucket, place.pattern, wildcard="the endpoint's own prefix")


def _write(arns: Arns, place: S3Place) -> Permission:
    objects = f"{arns.bucket(place.bucket)}/{place.pattern}"
    return Permission(WRITE_ACTIONS, [objects], wildcard="the endpoint's own prefix")
