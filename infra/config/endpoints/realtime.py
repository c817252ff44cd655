"""Real-time endpoints: instances that are always on and answer within seconds."""

from datetime import timedelta
from typing import Literal

from infra.config.base import ConfigModel
from infra.config.duration import Duration
from infra.config.references import ReleaseRef
from infra.config.rollout import Rollout
from infra.config.scale import Scale


class Capture(ConfigModel):
    """Data capture of requests and responses to the environment's capture bucket."""

    percent: int = 100
    """Share of the invocations to keep, in %."""


class Alarms(ConfigModel):
    """Limits whose breach raises an alarm, and rolls back an update that is under way."""

    error_rate_percent: float = 1
    """Most 5xx answers, in % of the invocations of a period."""
    p99_latency: Duration = timedelta(seconds=30)
    """Highest 99th percentile of the model latency."""


class RealtimeEndpoint(ConfigModel):
    """One model behind one SageMaker real-time endpoint."""

    kind: Literal["realtime"]
    """The kind of endpoint."""
    model: ReleaseRef
    """The release that answers."""
    instance: str
    """Hosting instance type: `ml.g6.2xlarge`."""
    scale: Scale = Scale()
    """Instance limits and scaling target. Default: one instance, not scaled."""
    rollout: Rollout = Rollout()
    """How updates reach traffic. Default: all at once, with rollback."""
    alarms: Alarms = Alarms()
    """Alarm limits. Default: 1 % errors, 30 s p99 latency."""
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
    environment: dict[str, str] = {}
    """Further variables for the container. Never put a secret here: templates are readable."""
    tags: dict[str, str] = {}
    """Tags of this endpoint's resources, over those of the environment."""
