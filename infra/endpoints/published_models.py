"""The configured models of a multi-model endpoint, published during its deployment."""

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from aws_cdk import CfnResource, FileAssetLocation
from constructs import Construct

from infra.config.artifacts import ArtifactError, digest_of
from infra.config.model_card import Release
from infra.config.multi_model import target_model, write_archive
from infra.config.references import ReleaseReference
from infra.deployment_function import DeploymentFunction, call
from infra.endpoints.permissions import ENCRYPT_ACTIONS
from infra.folder_digest import folder_digest
from infra.foundation import Foundation
from infra.permission import Permission
from infra.s3_places import S3Place
from infra.staging import stage_archive

FOLDER = "model_publish"
TIMEOUT_S = 900
"""The longest that a function may run: some 100 GB."""
WRITE_ACTIONS = [
    "s3:AbortMultipartUpload",
    "s3:GetObject",
    "s3:ListMultipartUploadParts",
    "s3:PutObject",
]


class PublishedModels(Construct):
    """Archives of releases, and a function that may copy these to the endpoint's prefix.

    It deletes nothing: `lockgate publish` adds others there, and instances may have them loaded.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        models: Sequence[ReleaseReference],
        place: S3Place,
        foundation: Foundation,
    ) -> None:
        super().__init__(scope, construct_id)
        archives = {
            target_model(each): _stage(self, each, foundation) for each in dict.fromkeys(models)
        }
        function = DeploymentFunction(
            self,
            "Function",
            folder=FOLDER,
            description=f"Publishes the models below {place.prefix}",
            permissions=_permissions(archives, place, foundation),
            timeout_s=TIMEOUT_S,
            key_arn=foundation.key_arn,
            log_retention_days=foundation.log_retention_days,
        )
        self.resource: CfnResource = call(
            self,
            "Copies",
            kind="LockgateModels",
            token=function.arn,
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
        folder_digest(weights) if weights.is_dir() else release.sha256 or digest_of(weights),
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _told(archives: Mapping[str, FileAssetLocation]) -> str:
    """As the function reads it: as text, because names of buckets may be known later only."""
    rows = [
        {"name": name, "bucket": location.bucket_name, "key": location.object_key}
        for name, location in archives.items()
    ]
    return json.dumps(rows, separators=(",", ":"))


def _permissions(
    archives: Mapping[str, FileAssetLocation], place: S3Place, foundation: Foundation
) -> list[Permission]:
    """Read these assets, and write these objects."""
    arns, bucket = foundation.arns, foundation.arns.bucket(place.bucket)
    assets = [f"{arns.bucket(each.bucket_name)}/{each.object_key}" for each in archives.values()]
    return [
        Permission(["s3:GetObject"], assets),
        Permission(WRITE_ACTIONS, [f"{bucket}/{place.prefix}/{name}" for name in archives]),
        Permission(["s3:ListBucket"], [bucket], {"StringLike": {"s3:prefix": place.pattern}}),
        Permission(ENCRYPT_ACTIONS, [foundation.key_arn]),
    ]
