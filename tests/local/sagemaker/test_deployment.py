from typing import Any

import pytest

from lockgate.local.sagemaker.deployment import (
    REASON_LIMIT,
    Deployment,
    ServingVariant,
    clipped,
)
from lockgate.local.sagemaker.records import Definition


class BrokenFleet:
    """A fleet that does not stop."""

    async def stop(self) -> None:
        raise OSError("no such process")


async def test_a_fleet_that_does_not_stop_is_told(caplog: pytest.LogCaptureFixture) -> None:
    fleet: Any = BrokenFleet()
    variant = ServingVariant({"VariantName": "primary"}, fleet, "image", 1.0, 1)
    await Deployment(Definition("config", "arn", {}), {"primary": variant}).stop()
    assert "no such process" in caplog.text


def test_a_short_reason_stays_as_it_is() -> None:
    assert clipped("The container exited.") == "The container exited."


def test_a_long_reason_keeps_its_beginning_and_the_last_words() -> None:
    reason = clipped("The container exited. " + "noise " * 500 + "the model file is missing")
    assert len(reason) == REASON_LIMIT
    assert reason.startswith("The container exited.")
    assert reason.endswith("the model file is missing")
