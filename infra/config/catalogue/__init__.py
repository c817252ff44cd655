"""What AWS offers: instance types, managed images, regions. Data beside the code, read once."""

from infra.config.catalogue.images import ManagedImageVersion, managed_image
from infra.config.catalogue.instances import Accelerator, Driver, Instance, instances

__all__ = [
    "Accelerator",
    "Driver",
    "Instance",
    "ManagedImageVersion",
    "instances",
    "managed_image",
]
