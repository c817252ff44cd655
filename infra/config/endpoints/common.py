"""What endpoints of several kinds share."""

from datetime import timedelta

from infra.config.base import ConfigModel
from infra.config.duration import Duration
from infra.config.endpoints.capture import Capture
from infra.config.endpoints.slo import Slo
from infra.config.rollout import Rollout


class Alarms(ConfigModel):
    """Limits whose breach raises an alarm, and rolls back an update that is under way."""

    error_rate_percent: float = 1
    """Most 5xx answers, in % of the invocations of a period."""
    p99_latency: Duration = timedelta(seconds=30)
    """Highest 99th percentile of the model latency."""


class CommonEndpoint(ConfigModel):
    """What every kind of endpoint has."""

    alarms: Alarms = Alarms()
    """Alarm limits. Default: 1 % errors, 30 s p99 latency."""
    slo: Slo | None = None
    """Service level objectives. Default: none is watched."""
    environment: dict[str, str] = {}
    """Further variables for the container. Never put a secret here: templates are readable."""
    tags: dict[str, str] = {}
    """Tags of this endpoint's resources, over those of the environment."""


class InstanceEndpoint(CommonEndpoint):
    """What every kind of endpoint on instances of its own has."""

    rollout: Rollout = Rollout()
    """How updates reach traffic. Default: all at once, with rollback."""
    capture: Capture | None = None
    """Data capture. Default: nothing is captured."""
    volume_gb: int | None = None
    """EBS volume of each instance. Default: SageMaker's; not for instances with local NVMe."""
    startup_timeout: Duration = timedelta(minutes=15)
    """Time that the container gets until its first healthy ping."""
    download_timeout: Duration = timedelta(minutes=15)
    """Time that the instance gets to download the model artifact."""
    inference_ami: str | None = None
    """InferenceAmiVersion. Default: chosen when the image's CUDA needs a newer driver."""
