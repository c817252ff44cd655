"""How long a wait of AWS takes here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TimeScale:
    """Shortens what AWS makes everybody wait for: rollouts, alarm periods, cooldowns, idle times.

    What a container needs in earnest, its start and its answers, takes its real time.
    """

    factor: float = 1.0
    """Seconds of AWS that pass in one second here; 60 makes a minute last a second."""

    def __post_init__(self) -> None:
        if not self.factor > 0:
            raise ValueError(f"a time scale of {self.factor:g} stops the clock; use more than 0")

    def seconds(self, aws_seconds: float) -> float:
        """The real length, in seconds, of a time that AWS gives in seconds."""
        return aws_seconds / self.factor

    def aws_seconds(self, seconds: float) -> float:
        """The seconds of AWS that pass in a number of real seconds."""
        return seconds * self.factor


REAL_TIME = TimeScale()
"""AWS's waits last as long as AWS says."""
