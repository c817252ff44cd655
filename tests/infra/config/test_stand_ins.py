"""Which releases of a project have another answer in their place on the local AWS."""

from pathlib import Path

import pytest

from infra.config.project import Project
from infra.config.references import parse_reference
from infra.config.stand_ins import stand_in_of
from tests.infra.config.samples import large_card, large_release, project, write_text

GPU = "FROM scratch\nLABEL ai.lockgate.processor=gpu\n"


@pytest.fixture
def releases(tmp_path: Path) -> Project:
    """Of one card: in an image of AWS, in a container for CPUs, and in one for GPUs."""
    write_text(tmp_path, "containers/cuda/Dockerfile", GPU)
    containers = {"2": large_release(container="tiny"), "3": large_release(container="cuda")}
    return project(
        tmp_path, models={"large": large_card(releases={"1": large_release(), **containers})}
    )


@pytest.mark.parametrize("reference", ["large@1", "large@3"])
def test_image_of_aws_and_container_for_gpus_have_the_stand_in_of_their_card(
    releases: Project, reference: str
) -> None:
    assert str(stand_in_of(releases, parse_reference(reference))) == "small@1"


@pytest.mark.parametrize("reference", ["large@2", "small@1"])
def test_container_for_cpus_answers_itself(releases: Project, reference: str) -> None:
    assert stand_in_of(releases, parse_reference(reference)) is None


@pytest.mark.parametrize("reference", ["large@9", "none@1"])
def test_release_that_does_not_exist_has_none(releases: Project, reference: str) -> None:
    assert stand_in_of(releases, parse_reference(reference)) is None
