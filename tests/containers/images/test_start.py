import pytest

from tests.containers.images.conftest import Spoil
from tests.containers.images.start import (
    another_user,
    not_a_module_of_ours,
    unknown_variables,
    wrong_port,
)

START = 'ENTRYPOINT ["python", "-m", "inference_code"]'


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("ENTRYPOINT python -m inference_code", "runs in a shell; write it as a JSON list"),
        ('ENTRYPOINT ["python", "-m", "inference_kode"]', "is no module that the image holds"),
        ('ENTRYPOINT ["uvicorn", "app"]', "ENTRYPOINT uvicorn app is no module"),
    ],
)
def test_entry_point_that_the_local_aws_could_not_run(
    spoil: Spoil, line: str, problem: str
) -> None:
    (found,) = not_a_module_of_ours(spoil(START, line))
    assert problem in found


def test_entry_point_whose_folder_is_not_copied(spoil: Spoil) -> None:
    found = spoil("COPY inference_code inference_code", "COPY inference_code elsewhere")
    assert not_a_module_of_ours(found) == [
        "ENTRYPOINT python -m inference_code is no module that the image holds"
    ]


def test_variable_that_nobody_reads(spoil: Spoil) -> None:
    found = spoil("ENV LOCKGATE_HANDLER=plain", "ENV LOCKGATE_HANDLR=plain")
    assert unknown_variables(found) == ["nobody reads the variable LOCKGATE_HANDLR"]


@pytest.mark.parametrize("line", ["EXPOSE 80", ""])
def test_port_that_sagemaker_does_not_ask(spoil: Spoil, line: str) -> None:
    (found,) = wrong_port(spoil("EXPOSE 8080", line))
    assert found.endswith("SageMaker asks port 8080")


def test_user_other_than_root(spoil: Spoil) -> None:
    found = spoil("EXPOSE 8080", "EXPOSE 8080\nUSER nobody")
    assert another_user(found) == ["USER nobody: SageMaker expects root"]
