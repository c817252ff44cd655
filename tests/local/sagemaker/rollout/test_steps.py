from lockgate.local.sagemaker.rollout.capacity import Portion
from lockgate.local.sagemaker.rollout.policy import read
from lockgate.local.sagemaker.rollout.steps import blue_green
from tests.local.sagemaker.rollout.policies import canary, linear


def test_a_canary_bakes_before_the_rest_moves_and_again_before_the_old_fleet_goes() -> None:
    policy = read(canary(25, wait=60, termination_wait=30))
    first, last = blue_green(policy, {"primary": 4})
    assert first.portions == {"primary": Portion(0.25, 1)}
    assert (first.part, first.wait_s, first.member) == ("canary", 60, "WaitIntervalInSeconds")
    assert last.portions == {"primary": Portion(1.0, 4)}
    assert (last.part, last.wait_s, last.member) == ("full", 30, "TerminationWaitInSeconds")


def test_linear_steps_are_equal_but_for_the_last() -> None:
    steps = blue_green(read(linear(40)), {"primary": 5})
    assert [step.portions["primary"].share for step in steps] == [0.4, 0.8, 1.0]


def test_each_variant_moves_its_own_portion() -> None:
    first, _ = blue_green(read(canary(50)), {"a": 2, "b": 4})
    assert first.portions == {"a": Portion(0.5, 1), "b": Portion(0.5, 2)}


def test_all_at_once_is_a_single_step() -> None:
    (only,) = blue_green(read(None), {"primary": 2})
    assert (only.part, only.wait_s) == ("full", 0)
