import pytest

from lockgate.addresses import Address
from lockgate.aws import Target
from lockgate.errors import CommandError
from lockgate.stack_outputs import read_stack_outputs, require_observability, require_prefix
from tests.lockgate.fakes import FakeStacks, install

TARGET = Target("eu-west-1")
CHAT = Address("dev", "chat")


def test_outputs_are_those_of_the_endpoints_stack(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, cloudformation=FakeStacks("lockgate-dev-chat", EndpointName="dev-chat"))

    assert read_stack_outputs(TARGET, CHAT) == {"EndpointName": "dev-chat"}


def test_missing_stack_says_how_to_deploy_it(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, cloudformation=FakeStacks("another"))

    with pytest.raises(CommandError) as caught:
        read_stack_outputs(TARGET, CHAT)
    assert str(caught.value) == (
        "dev/chat is not deployed in eu-west-1 (no stack lockgate-dev-chat); "
        "deploy it: lockgate deploy dev chat"
    )


def test_missing_output_says_to_deploy_again(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, cloudformation=FakeStacks("lockgate-dev-chat"))

    with pytest.raises(CommandError, match="has no output ModelsPrefix; deploy it again"):
        require_prefix(TARGET, CHAT, "ModelsPrefix")


def test_prefix_is_a_place_in_s3(monkeypatch: pytest.MonkeyPatch) -> None:
    stack = FakeStacks("lockgate-dev-chat", ModelsPrefix="s3://ours/many/")
    install(monkeypatch, cloudformation=stack)

    assert require_prefix(TARGET, CHAT, "ModelsPrefix").key == "many/"


def test_output_that_is_no_place_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, cloudformation=FakeStacks("lockgate-dev-chat", ModelsPrefix="x"))

    with pytest.raises(CommandError, match="output ModelsPrefix of the stack lockgate-dev-chat"):
        require_prefix(TARGET, CHAT, "ModelsPrefix")


def test_output_of_the_observability_stack(monkeypatch: pytest.MonkeyPatch) -> None:
    stack = FakeStacks("lockgate-dev-observability", ReplayFunctionName="replay")
    install(monkeypatch, cloudformation=stack)

    assert require_observability(TARGET, "dev", "ReplayFunctionName") == "replay"


def test_observability_that_lacks_an_output_is_deployed_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    install(monkeypatch, cloudformation=FakeStacks("lockgate-dev-observability"))

    with pytest.raises(CommandError, match="deploy it again: lockgate deploy dev"):
        require_observability(TARGET, "dev", "ReplayFunctionName")
