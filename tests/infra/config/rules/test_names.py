import pytest

from tests.infra.config.conftest import Broken
from tests.infra.config.samples import environment, small_endpoint


def test_endpoint_name_of_64_characters(broken: Broken) -> None:
    name = "a" * 60
    assert broken(endpoints={name: small_endpoint()}) == [
        f"endpoints.{name}  the endpoint would be called 'dev-{name}': 64 characters, and 63 are "
        "allowed; shorten the name of the endpoint or of the environment's file  [SM-NAME-01]"
    ]


def test_endpoint_name_of_63_characters_is_allowed(broken: Broken) -> None:
    assert broken(endpoints={"a" * 59: small_endpoint()}) == []


def test_endpoint_name_with_an_underscore(broken: Broken) -> None:
    assert broken(endpoints={"my_chat": small_endpoint()}) == [
        "endpoints.my_chat  the endpoint would be called 'dev-my_chat'; only letters, digits and "
        "hyphens between them are allowed; rename the endpoint or the environment's file  "
        "[SM-NAME-01]"
    ]


@pytest.mark.parametrize("name", ["data", "images", "network", "observability"])
def test_endpoint_named_as_a_stack_of_the_environment(broken: Broken, name: str) -> None:
    assert broken(endpoints={name: small_endpoint()}) == [
        f"endpoints.{name}  {name!r} is the name of a stack that every environment has; rename the "
        "endpoint  [STACK]"
    ]


def test_endpoint_names_that_differ_in_case_only(broken: Broken) -> None:
    endpoints = {"Chat": small_endpoint(), "chat": small_endpoint()}
    assert broken(endpoints=endpoints) == [
        "endpoints.chat  the endpoint would be called 'dev-chat' like the one at "
        "environments/dev.yaml:5, in the same account and region (upper and lower case count as "
        "equal); rename one of them  [SM-NAME-01]"
    ]


def test_equal_endpoint_names_from_two_environments(broken: Broken) -> None:
    first = environment(endpoints={"b-c": small_endpoint()})
    second = environment(endpoints={"c": small_endpoint()})
    (found,) = broken(environments={"a": first, "a-b": second})
    assert found.startswith("endpoints.c  the endpoint would be called 'a-b-c' like the one at")


def test_equal_endpoint_names_in_two_accounts_are_allowed(broken: Broken) -> None:
    first = environment(endpoints={"b-c": small_endpoint()})
    second = environment(account="222233334444", endpoints={"c": small_endpoint()})
    assert broken(environments={"a": first, "a-b": second}) == []
