import pytest

from inference_code.worker.spinning import SPINS, limit_spinning


def test_threads_spin_for_a_short_time_only() -> None:
    environ: dict[str, str] = {}
    limit_spinning(environ)
    assert environ == {"GOMP_SPINCOUNT": SPINS}


@pytest.mark.parametrize("chosen", [{"GOMP_SPINCOUNT": "7"}, {"OMP_WAIT_POLICY": "active"}])
def test_choice_of_the_operator_stays(chosen: dict[str, str]) -> None:
    environ = dict(chosen)
    limit_spinning(environ)
    assert environ == chosen
