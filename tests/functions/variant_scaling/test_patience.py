from typing import Any

import pytest
from botocore.exceptions import ClientError

from functions.variant_scaling.patience import WAITS_S, patiently

UPDATING = ("ConcurrentUpdateException", "You already have a pending update")
NO_ROLE = ("ValidationException", "Unable to assume IAM role: arn:aws:iam::111122223333:role/x")


class Service:
    """Refuses a call a number of times."""

    def __init__(self, times: int, refusal: tuple[str, str]) -> None:
        self.times, self.refusal = times, refusal
        self.waits: list[float] = []

    def call(self, **members: Any) -> Any:
        if self.times:
            self.times -= 1
            code, message = self.refusal
            raise ClientError({"Error": {"Code": code, "Message": message}}, "Call")
        return members

    def ask(self) -> Any:
        return patiently(self.call, sleep=self.waits.append, Name="a")


@pytest.mark.parametrize("refusal", [UPDATING, NO_ROLE])
def test_refusal_that_passes_is_waited_for(refusal: tuple[str, str]) -> None:
    service = Service(2, refusal)
    assert service.ask() == {"Name": "a"}
    assert service.waits == [1, 2]


def test_refusal_that_does_not_pass_is_raised_in_the_end() -> None:
    service = Service(len(WAITS_S) + 1, UPDATING)
    with pytest.raises(ClientError, match="pending update"):
        service.ask()
    assert service.waits == list(WAITS_S)


def test_other_errors_are_raised_at_once() -> None:
    service = Service(1, ("ValidationException", "MinCapacity is over MaxCapacity"))
    with pytest.raises(ClientError, match="over MaxCapacity"):
        service.ask()
    assert service.waits == []
