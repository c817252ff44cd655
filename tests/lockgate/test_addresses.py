import pytest

from lockgate.addresses import Address, parse_address, parse_local_address
from lockgate.errors import CommandError


def test_endpoint_name_joins_environment_and_endpoint() -> None:
    assert parse_address("dev/chat").name == "dev-chat"


@pytest.mark.parametrize("text", ["chat", "dev/", "/chat", "dev/chat/x", ""])
def test_other_forms_are_refused(text: str) -> None:
    with pytest.raises(CommandError, match="write ENV/ENDPOINT, as in local/chat"):
        parse_address(text)


@pytest.mark.parametrize("text", ["chat", "local/chat", "local-chat"])
def test_local_endpoint_may_be_named_in_three_ways(text: str) -> None:
    assert parse_local_address(text) == Address("local", "chat")


def test_stack_is_named_after_environment_and_endpoint() -> None:
    assert parse_address("dev/chat").stack == "lockgate-dev-chat"
