"""How an update reaches production traffic, and what rolls it back."""

from datetime import timedelta
from typing import Literal

from infra.config.base import ConfigModel
from infra.config.duration import Duration


class Rollout(ConfigModel):
    """SageMaker deployment guardrails for the updates of one endpoint."""

    strategy: Literal["all_at_once", "canary", "linear", "rolling"] = "all_at_once"
    """How traffic moves to the new fleet."""
    percent: int | None = None
    """Size of the canary, of each linear step, or of each rolling batch, in % of the fleet."""
    wait: Duration = timedelta(minutes=5)
    """Time that the alarms get to fire after each step."""
    termination_wait: Duration = timedelta(minutes=5)
    """Time that the old fleet is kept after the last step."""
    timeout: Duration | None = None
    """Limit for the whole update. Default: SageMaker's."""
    rollback: bool = True
    """Roll back when an alarm of the endpoint fires."""
