from tests.infra.config.conftest import Broken
from tests.infra.config.samples import small_card, small_endpoint, small_release


def test_more_variables_than_a_container_may_have(broken: Broken) -> None:
    card = small_card(releases={"1": small_release(environment={"FROM_RELEASE": "1"})})
    endpoint = small_endpoint(environment={f"K{i}": "v" for i in range(90)})
    assert broken(endpoints={"chat": endpoint}, models={"small": card}) == [
        "endpoints.chat.environment  101 variables, the release's and 10 of Lockgate's included, "
        "are more than the 100 of a container; remove some  [SM-ENV-01]"
    ]


def test_more_text_than_a_container_may_have(broken_small: Broken) -> None:
    environment = {f"K{i:02}": "v" * 1021 for i in range(33)}
    assert broken_small(environment=environment) == [
        "endpoints.chat.environment  the variables have 33792 bytes together, the release's "
        "included, and 32768 are allowed; move the long ones into the model's files  [SM-ENV-01]"
    ]


def test_value_of_1025_characters(broken_small: Broken) -> None:
    assert broken_small(environment={"LONG": "v" * 1025}) == [
        "endpoints.chat.environment.LONG  the value has 1025 characters, and 1024 are allowed; "
        "shorten it  [SM-ENV-01]"
    ]


def test_malformed_name_in_an_endpoint(broken_small: Broken) -> None:
    assert broken_small(environment={"1-A": "v"}) == [
        "endpoints.chat.environment.1-A  '1-A' is not a variable's name: letters, digits and "
        "underscores, no digit first; rename it  [SM-ENV-01]"
    ]


def test_malformed_name_in_a_release(broken: Broken) -> None:
    card = small_card(releases={"1": small_release(environment={"a b": "v"})})
    assert broken(models={"small": card}) == [
        "releases.1.environment.a b  'a b' is not a variable's name: letters, digits and "
        "underscores, no digit first; rename it  [SM-ENV-01]"
    ]
