"""All checks of an image. Each returns what is wrong, in sentences."""

from collections.abc import Callable

from tests.containers.images.constraints import loose_packages
from tests.containers.images.content import (
    files_of_other_images,
    loose_bases,
    one_stage,
    secrets,
    tools_of_a_build,
)
from tests.containers.images.context import (
    ignored_by_docker,
    missing_from_the_context,
    unseen_by_the_local_aws,
)
from tests.containers.images.definition import Definition
from tests.containers.images.labels import wrong_cuda, wrong_labels
from tests.containers.images.requirements import (
    installed_past_the_requirements,
    loose_requirements,
)
from tests.containers.images.sibling import unlike_its_sibling
from tests.containers.images.start import (
    another_user,
    not_a_module_of_ours,
    unknown_variables,
    wrong_port,
)

Check = Callable[[Definition], list[str]]

CHECKS: list[Check] = [
    missing_from_the_context,
    ignored_by_docker,
    unseen_by_the_local_aws,
    not_a_module_of_ours,
    unknown_variables,
    wrong_port,
    another_user,
    loose_requirements,
    loose_packages,
    installed_past_the_requirements,
    loose_bases,
    tools_of_a_build,
    one_stage,
    files_of_other_images,
    secrets,
    wrong_labels,
    wrong_cuda,
    unlike_its_sibling,
]
