"""The rules that a configuration must meet: one table, checked all at once.

Ids such as `RT-VOL-01` are those of AWS's constraints; ids without a number are Lockgate's own.
"""

from infra.config.project import Project
from infra.config.rules.capture import CAPTURE
from infra.config.rules.containers import ENDPOINT_IMAGES, RELEASE_CONTAINERS
from infra.config.rules.drivers import DRIVERS
from infra.config.rules.fit import FIT
from infra.config.rules.names import NAMES
from infra.config.rules.networks import ENDPOINT_NETWORK, ENVIRONMENT_NETWORK
from infra.config.rules.references import CARD_REFERENCES, ENDPOINT_REFERENCES
from infra.config.rules.regions import ENDPOINT_PLACE, ENVIRONMENT_PLACE
from infra.config.rules.releases import CARDS, RELEASES
from infra.config.rules.rollouts import ROLLOUTS
from infra.config.rules.scaling import SCALING
from infra.config.rules.subjects import (
    CardSubject,
    EndpointSubject,
    EnvironmentSubject,
    ReleaseSubject,
)
from infra.config.rules.table import Rule
from infra.config.rules.tags import ENDPOINT_TAGS, ENVIRONMENT_TAGS
from infra.config.rules.timeouts import TIMEOUTS
from infra.config.rules.variables import ENDPOINT_VARIABLES, RELEASE_VARIABLES
from infra.config.rules.volumes import VOLUMES
from infra.config.violations import Violation

ENVIRONMENT_RULES: list[Rule[EnvironmentSubject]] = [
    *ENVIRONMENT_PLACE,
    *ENVIRONMENT_NETWORK,
    *ENVIRONMENT_TAGS,
]
ENDPOINT_RULES: list[Rule[EndpointSubject]] = [
    *ENDPOINT_REFERENCES,
    *NAMES,
    *ENDPOINT_PLACE,
    *ENDPOINT_NETWORK,
    *ENDPOINT_IMAGES,
    *DRIVERS,
    *FIT,
    *VOLUMES,
    *TIMEOUTS,
    *SCALING,
    *ROLLOUTS,
    *CAPTURE,
    *ENDPOINT_VARIABLES,
    *ENDPOINT_TAGS,
]
CARD_RULES: list[Rule[CardSubject]] = [*CARD_REFERENCES, *CARDS]
RELEASE_RULES: list[Rule[ReleaseSubject]] = [*RELEASES, *RELEASE_CONTAINERS, *RELEASE_VARIABLES]


def check_project(project: Project) -> list[Violation]:
    """Check everything in a project against every rule.

    Returns:
        All violations, warnings included, by file and line. A value that several environments
        inherit is reported once for each different finding.
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
            for endpoint_rule in ENDPOINT_RULES:
                found += endpoint_rule.check(endpoint)
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
