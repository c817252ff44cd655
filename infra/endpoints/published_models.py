"""The configured models of a multi-model endpoint, published during its deployment."""

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from aws_cdk import CfnResource, FileAssetLocation
from constructs import Construct

from infra.config.digests import ArtifactError, digest_of
from infra.config.model_card import Release
from infra.config.multi_model import target_model, write_archive
from infra.config.references import ReleaseReference
from infra.deployment_function import call
from infra.foundation import Foundation
from infra.publishing_function import TIMEOUT_S
from infra.s3_places import S3Place
from infra.staging import stage_archive

KIND = "LockgateModels"


def publish_models(
    scope: Construct,
    *,
    models: Sequence[ReleaseReference],
    place: S3Place,
    foundation: Foundation,
) -> CfnResource:
    """Archives of releases, and the resource that has them copied to the endpoint's prefix.

    It deletes nothing: `lockgate publish` adds others there, and instances may have them loaded.
    """
    archives = {
        target_model(each): _stage(scope, each, foundation) for each in dict.fromkeys(models)
    }
    return call(
        scope,
        "Models",
        kind=KIND,
        token=foundation.publishing,
        timeout_s=TIMEOUT_S,
        properties={
            "Bucket": place.bucket,
            "Prefix": f"{place.prefix}/",
            "Archives": _told(archives),
        },
    )


def _stage(
    scope: Construct, reference: ReleaseReference, foundation: Foundation
) -> FileAssetLocation:
    release = foundation.find(reference)
    weights = foundation.fetch(release)
    if weights is None:
        raise ArtifactError(
            f"{reference} comes from {release.source}, and only models of this machine can be "
            "published; use a release from pypi: or file:"
        )

    def write(target: Path) -> None:
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            write_archive(release, reference, weights, Path(folder)).replace(target)

    digest = _digest(release, reference, weights)
    return stage_archive(scope, digest=digest, cache=foundation.cache, write=write)


def _digest(release: Release, reference: ReleaseReference, weights: Path) -> str:
    """What decides the bytes of an archive, without making it."""
    content = [
        str(reference),
        release.model_dump_json(include={"container", "settings"}),
        weights.name,
        release.sha256 or digest_of(weights),
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _told(archives: Mapping[str, FileAssetLocation]) -> str:
    """As the function reads it: as text, because names of buckets may be known later only."""
    rows = [
        {"name": name, "bucket": location.bucket_name, "key": location.object_key}
        for name, location in archives.items()
    ]
    return json.dumps(rows, separators=(",", ":"))
