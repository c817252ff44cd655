"""What the local AWS and SageMaker read from the image's definition."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture
def lines() -> list[str]:
    return (ROOT / "containers" / "llamacpp" / "Dockerfile").read_text().splitlines()


def test_entrypoint_is_that_of_the_contract(lines: list[str]) -> None:
    assert 'ENTRYPOINT ["python", "-m", "inference_code"]' in lines


def test_image_accepts_the_port_of_the_platform(lines: list[str]) -> None:
    assert "LABEL com.amazonaws.sagemaker.capabilities.accept-bind-to-port=true" in lines


def test_image_offers_the_multi_model_api(lines: list[str]) -> None:
    assert "LABEL com.amazonaws.sagemaker.capabilities.multi-models=true" in lines


def test_base_images_are_pinned_to_a_release(lines: list[str]) -> None:
    bases = {line.split()[1] for line in lines if line.startswith("FROM ")}
    assert bases == {"public.ecr.aws/docker/library/python:3.11.14-slim-bookworm"}


def test_process_runs_as_root_as_sagemaker_expects(lines: list[str]) -> None:
    assert not [line for line in lines if line.startswith("USER ")]


def test_requirements_are_pinned_exactly() -> None:
    text = (ROOT / "containers" / "llamacpp" / "requirements.txt").read_text()
    assert all("==" in line for line in text.splitlines())
