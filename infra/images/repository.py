"""The ECR repository of one container's images."""

from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_kms as kms
from constructs import Construct

from infra.removal import removal_policy

IMAGES_KEPT = 30
"""Images that are kept. An endpoint pulls again when it replaces an instance, so keep many."""


def image_repository(scope: Construct, *, key: kms.IKey, protect: bool) -> ecr.Repository:
    """Scanned on push, encrypted, with tags that never change their image."""
    repository = ecr.Repository(
        scope,
        "Repository",
        encryption=ecr.RepositoryEncryption.KMS,
        encryption_key=key,
        image_scan_on_push=True,
        image_tag_mutability=ecr.TagMutability.IMMUTABLE,
        empty_on_delete=not protect,
        removal_policy=removal_policy(protect=protect),
    )
    repository.add_lifecycle_rule(
        description=f"Keep the newest {IMAGES_KEPT} images", max_image_count=IMAGES_KEPT
    )
    return repository
