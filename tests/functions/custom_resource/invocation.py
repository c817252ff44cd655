"""What Lambda tells a function, without Lambda."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Invocation:
    """An invocation that may go on for some minutes."""

    minutes: float

    def get_remaining_time_in_millis(self) -> int:
        """The time that is left."""
        return int(self.minutes * 60_000)
