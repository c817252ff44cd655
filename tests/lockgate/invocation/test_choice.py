from pathlib import Path

import pytest

from lockgate.addresses import Address
from lockgate.errors import CommandError
from lockgate.invocation.choice import Choice, require_possible, why_unstreamed
from lockgate.invocation.subject import find_subject

pytestmark = pytest.mark.usefixtures("kinds")


def check(endpoint: str, choice: Choice) -> None:
    subject = find_subject(Address("kinds", endpoint))
    require_possible(subject.address, subject.endpoint, choice)


@pytest.mark.parametrize("endpoint", ["chat", "pair", "burst", "many"])
def test_async_is_for_async_endpoints(endpoint: str) -> None:
    with pytest.raises(CommandError, match=r"which answers at once; leave --async out"):
        check(endpoint, Choice(asynchronous=True))


def test_only_async_endpoints_need_no_waiting() -> None:
    with pytest.raises(CommandError, match=r"kinds/chat is of kind realtime.*leave --no-wait out"):
        check("chat", Choice(wait=False))


def test_async_endpoint_may_be_asked_with_and_without_saying_so() -> None:
    check("later", Choice(asynchronous=True, wait=False))
    check("later", Choice())


@pytest.mark.parametrize("endpoint", ["chat", "later", "burst"])
def test_target_model_is_for_multi_model_endpoints(endpoint: str) -> None:
    with pytest.raises(CommandError, match="has no target models; leave --target-model out"):
        check(endpoint, Choice(target_model="tiny-1.tar.gz"))


def test_async_endpoint_takes_no_target_variant() -> None:
    with pytest.raises(CommandError, match="InvokeEndpointAsync takes no target variant; leave"):
        check("later", Choice(target_variant="primary"))


def test_unknown_variant_names_the_known_ones() -> None:
    with pytest.raises(CommandError, match="kinds/pair has no variant 'c'; known are: a, b"):
        check("pair", Choice(target_variant="c"))


def test_shadow_answers_nobody() -> None:
    with pytest.raises(CommandError, match="nobody sees its answers; choose one of: primary"):
        check("chat", Choice(target_variant="shadow"))


def test_variant_of_an_endpoint_may_be_chosen() -> None:
    check("pair", Choice(target_variant="b"))


@pytest.mark.parametrize(
    ("endpoint", "reason"),
    [
        ("many", "TargetModel"),
        ("later", "whole answers"),
        ("burst", "for real-time endpoints only"),
        ("chat", "None"),
    ],
)
def test_kinds_that_cannot_stream_say_why(kinds: Path, endpoint: str, reason: str) -> None:
    assert reason in str(why_unstreamed(find_subject(Address("kinds", endpoint)).endpoint))


def test_route_names_only_what_was_chosen() -> None:
    assert Choice(target_variant="a").route() == {"TargetVariant": "a"}
