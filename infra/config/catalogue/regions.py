"""AWS regions that host SageMaker endpoints."""

from functools import cache

from infra.config.catalogue.images import regions_with_images
from infra.config.catalogue.instances import instances


@cache
def regions() -> frozenset[str]:
    """Regions where SageMaker hosts: those with a hosting price or with managed images."""
    priced = (instance.regions_priced for instance in instances().values())
    return regions_with_images().union(*priced)
