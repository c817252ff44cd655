"""Images for GPUs run what their siblings for CPUs run, which the contract suite has seen."""

from typing import Any

from tests.containers.images.definition import Definition
from tests.containers.images.labels import BIND, MULTI_MODEL

OF_GPUS = "-cuda"
OF_THE_BASE = {"PATH"}
"""Variables that say where an image has its programs."""


def unlike_its_sibling(found: Definition) -> list[str]:
    """What `NAME-cuda` starts, sets or copies otherwise than `NAME`."""
    if not found.name.endswith(OF_GPUS):
        return []
    sibling = Definition(found.root, found.name.removesuffix(OF_GPUS))
    here, there = _said(found), _said(sibling)
    return [
        f"{what} is {here[what]}, and {there[what]} in {sibling.name}"
        for what in here
        if here[what] != there[what]
    ]


def _said(found: Definition) -> dict[str, Any]:
    image = found.image
    variables = image.environment
    return {
        "ENTRYPOINT": image.entrypoint,
        "CMD": [each.value for each in found.last if each.keyword == "CMD"],
        "WORKDIR": image.workdir,
        "ENV": {name: variables[name] for name in sorted(variables.keys() - OF_THE_BASE)},
        "COPY": [(copy.sources, copy.target) for copy in image.copies],
        "LABEL": {name: image.labels.get(name) for name in (BIND, MULTI_MODEL)},
    }
