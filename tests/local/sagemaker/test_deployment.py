from lockgate.local.sagemaker.deployment import REASON_LIMIT, clipped


def test_a_short_reason_stays_as_it_is() -> None:
    assert clipped("The container exited.") == "The container exited."


def test_a_long_reason_keeps_its_beginning_and_the_last_words() -> None:
    reason = clipped("The container exited. " + "noise " * 500 + "the model file is missing")
    assert len(reason) == REASON_LIMIT
    assert reason.startswith("The container exited.")
    assert reason.endswith("the model file is missing")
