"""One look at all endpoints of an environment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lockgate.top.deployed import DeployedVariant
from lockgate.top.figures import Figures
from lockgate.top.window import Window


@dataclass(frozen=True)
class Row:
    """One variant of one endpoint, or an endpoint that serves with none."""

    endpoint: str
    kind: str
    status: str
    """SageMaker's, of the whole endpoint."""
    variant: DeployedVariant | None
    is_only: bool
    """Whether the endpoint has no other variant."""
    figures: Figures
    history: list[float | None]
    """Requests of each minute of the sparkline."""
    usd_per_hour: float | None
    """Estimated price as it stands; None where it is unknown."""
    has_objectives: bool
    missed: list[str] | None
    """Objectives that the window misses; None where nothing can be told."""

    @property
    def usd_per_million(self) -> float | None:
        """Estimated price of a million completion tokens, at the window's rate.

        Unknown where nothing is paid for now: what answered in the window is gone.
        """
        tokens_per_s = self.figures.tokens_per_s
        if not self.usd_per_hour or not tokens_per_s:
            return None
        return self.usd_per_hour / (tokens_per_s * 3600) * 1e6


@dataclass(frozen=True)
class Snapshot:
    """What the table shows."""

    environment: str
    place: str
    """Where it runs, in words."""
    window: Window
    rows: list[Row]
    newest: datetime | None
    """The last minute that has data, if any of the sparkline's has."""
    unparsable: int
    """Records of the window that the pipeline could not read."""
    prices_read: list[str]
    """Days on which the prices were read, the first one first."""
