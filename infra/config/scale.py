"""How many instances a variant runs, and what makes it grow."""

from datetime import timedelta

from infra.config.base import ConfigModel
from infra.config.duration import Duration


class Scale(ConfigModel):
    """Instance limits and the target that drives scaling. Without a target the count is fixed."""

    min: int = 1
    """Fewest instances, and the number to start with."""
    max: int = 1
    """Most instances."""
    concurrent_requests_per_instance: int | None = None
    """Target of concurrent requests on each instance (high-resolution metric)."""
    invocations_per_instance_per_minute: int | None = None
    """Target of invocations per minute on each instance."""
    scale_in_cooldown: Duration = timedelta(minutes=5)
    """Wait after a scale-in before the next."""
    scale_out_cooldown: Duration = timedelta(minutes=1)
    """Wait after a scale-out before the next."""

    @property
    def follows_load(self) -> bool:
        """Whether the variant is autoscaled."""
        return self.max > self.min
