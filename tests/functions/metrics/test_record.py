from datetime import UTC, datetime
from typing import Any

import pytest

from functions.metrics.record import Inference, checked

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_inference_within_its_limits_stays_as_it_is() -> None:
    inference = Inference(NOW, model="m", status=200, latency_ms=1.5, prompt_tokens=0)
    assert checked(inference) == inference


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"status": 700}, r"<= 599 - at `\$.status`"),
        ({"latency_ms": float("nan")}, r"at `\$.latency_ms`"),
        ({"queue_ms": -1.0}, r">= 0.0 - at `\$.queue_ms`"),
        ({"prompt_tokens": 1.5}, r"got `float` - at `\$.prompt_tokens`"),
        ({"time": datetime(2026, 11, 22)}, "timezone component"),
    ],
)
def test_value_out_of_its_limits_is_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        checked(Inference(**{"time": NOW, **fields}))
