"""The rules that a configuration must meet: one table, checked all at once.

Ids such as `RT-VOL-01` are those of AWS's constraints; ids without a number are Lockgate's own.
"""

from infra.config.project import Project
from infra.config.rules.asynchronous import ENDPOINT_ASYNC, ENVIRONMENT_ASYNC, VARIANT_ASYNC
from infra.config.rules.capture import CAPTURE
from infra.config.rules.containers import RELEASE_CONTAINERS, VARIANT_IMAGES
from infra.config.rules.drivers import ENDPOINT_DRIVERS, VARIANT_DRIVERS
from infra.config.rules.figures import CARD_FIGURES, RELEASE_FIGURES
from infra.config.rules.files import VARIANT_FILES
from infra.config.rules.fit import ENDPOINT_FIT, VARIANT_FIT
from infra.config.rules.multi_models import ENDPOINT_MULTI_MODEL, VARIANT_MULTI_MODEL
from infra.config.rules.names import NAMES
from infra.config.rules.networks import ENVIRONMENT_NETWORK, VARIANT_NETWORK
from infra.config.rules.neuron import VARIANT_NEURON
from infra.config.rules.neuron_cores import VARIANT_NEURON_CORES
from infra.config.rules.neuron_variables import VARIANT_NEURON_VARIABLES
from infra.config.rules.objectives import ENDPOINT_OBJECTIVES, VARIANT_OBJECTIVES
from infra.config.rules.own_containers import RELEASE_OWN_CONTAINERS
from infra.config.rules.own_variables import RELEASE_OWN_VARIABLES, VARIANT_OWN_VARIABLES
from infra.config.rules.redactions import ENDPOINT_REDACTIONS, ENVIRONMENT_REDACTIONS
from infra.config.rules.references import CARD_REFERENCES, VARIANT_REFERENCES
from infra.config.rules.regions import ENVIRONMENT_PLACE, VARIANT_PLACE
from infra.config.rules.releases import RELEASES
from infra.config.rules.request_lines import REQUEST_LINES
from infra.config.rules.retention import RETENTION
from infra.config.rules.rollouts import ENDPOINT_ROLLOUTS, VARIANT_ROLLOUTS
from infra.config.rules.scaling import ENDPOINT_SCALING, VARIANT_SCALING
from infra.config.rules.serverless import (
    ENDPOINT_SERVERLESS,
    ENVIRONMENT_SERVERLESS,
    VARIANT_SERVERLESS,
)
from infra.config.rules.subjects import (
    CardSubject,
    EndpointSubject,
    EnvironmentSubject,
    ReleaseSubject,
)
from infra.config.rules.table import Rule
from infra.config.rules.tags import ENDPOINT_TAGS, ENVIRONMENT_TAGS
from infra.config.rules.tasks import RELEASE_TASKS, VARIANT_TASKS
from infra.config.rules.timeouts import TIMEOUTS
from infra.config.rules.variables import ENDPOINT_VARIABLES, RELEASE_VARIABLES, VARIANT_VARIABLES
from infra.config.rules.variant_subjects import VariantSubject, variant_subjects
from infra.config.rules.variants import ENDPOINT_VARIANTS, VARIANT_SHADOWS
from infra.config.rules.volumes import ENDPOINT_VOLUMES, VARIANT_VOLUMES
from infra.config.violations import Violation

ENVIRONMENT_RULES: list[Rule[EnvironmentSubject]] = [
    *ENVIRONMENT_PLACE,
    *ENVIRONMENT_NETWORK,
    *ENVIRONMENT_TAGS,
    *ENVIRONMENT_ASYNC,
    *ENVIRONMENT_SERVERLESS,
    *ENVIRONMENT_REDACTIONS,
    *RETENTION,
]
ENDPOINT_RULES: list[Rule[EndpointSubject]] = [
    *NAMES,
    *ENDPOINT_VARIANTS,
    *ENDPOINT_DRIVERS,
    *ENDPOINT_VOLUMES,
    *TIMEOUTS,
    *ENDPOINT_SCALING,
    *ENDPOINT_ROLLOUTS,
    *CAPTURE,
    *ENDPOINT_REDACTIONS,
    *ENDPOINT_OBJECTIVES,
    *REQUEST_LINES,
    *ENDPOINT_VARIABLES,
    *ENDPOINT_TAGS,
    *ENDPOINT_ASYNC,
    *ENDPOINT_SERVERLESS,
    *ENDPOINT_MULTI_MODEL,
    *ENDPOINT_FIT,
]
VARIANT_RULES: list[Rule[VariantSubject]] = [
    *VARIANT_REFERENCES,
    *VARIANT_FILES,
    *VARIANT_SHADOWS,
    *VARIANT_PLACE,
    *VARIANT_NETWORK,
    *VARIANT_IMAGES,
    *VARIANT_DRIVERS,
    *VARIANT_FIT,
    *VARIANT_VOLUMES,
    *VARIANT_SCALING,
    *VARIANT_ROLLOUTS,
    *VARIANT_VARIABLES,
    *VARIANT_OWN_VARIABLES,
    *VARIANT_TASKS,
    *VARIANT_ASYNC,
    *VARIANT_SERVERLESS,
    *VARIANT_MULTI_MODEL,
    *VARIANT_NEURON,
    *VARIANT_NEURON_CORES,
    *VARIANT_NEURON_VARIABLES,
    *VARIANT_OBJECTIVES,
]
CARD_RULES: list[Rule[CardSubject]] = [*CARD_REFERENCES, *CARD_FIGURES]
RELEASE_RULES: list[Rule[ReleaseSubject]] = [
    *RELEASES,
    *RELEASE_FIGURES,
    *RELEASE_CONTAINERS,
    *RELEASE_OWN_CONTAINERS,
    *RELEASE_VARIABLES,
    *RELEASE_OWN_VARIABLES,
    *RELEASE_TASKS,
]


def check_project(project: Project) -> list[Violation]:
    """Check everything in a project against every rule.

    Returns:
        All violations, warnings included, by file and line. A value that several environments
        or variants inherit is reported once for each different finding.
    """
    found = [*_check_environments(project), *_check_cards(project)]
    unique = dict.fromkeys(found)
    return sorted(unique, key=lambda v: (v.file, v.line or 0, v.path, v.rule))


def _check_environments(project: Project) -> list[Violation]:
    found: list[Violation] = []
    for name in project.environments:
        environment = EnvironmentSubject(project, name)
        for rule in ENVIRONMENT_RULES:
            found += rule.check(environment)
        for endpoint in environment.endpoints():
            found += _check_endpoint(endpoint)
    return found


def _check_endpoint(endpoint: EndpointSubject) -> list[Violation]:
    found: list[Violation] = []
    for rule in ENDPOINT_RULES:
        found += rule.check(endpoint)
    for variant in variant_subjects(endpoint):
        for variant_rule in VARIANT_RULES:
            found += variant_rule.check(variant)
    return found


def _check_cards(project: Project) -> list[Violation]:
    found: list[Violation] = []
    for file in project.models:
        card = CardSubject(project, file)
        for rule in CARD_RULES:
            found += rule.check(card)
        for release in card.releases():
            for release_rule in RELEASE_RULES:
                found += release_rule.check(release)
    return found
