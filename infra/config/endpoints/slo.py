"""Service level objectives: what most requests of an endpoint get."""

from infra.config.base import ConfigModel
from infra.config.duration import Duration
from infra.config.percent import Percent


class Slo(ConfigModel):
    """Objectives, each with an error budget: of `ttft_p95`, 5 % of the requests may be slower.

    An alarm tells the environment's topic when the budget is spent so fast that it will not last,
    over a long and a short window at once. It never rolls an update back: `alarms` do.
    """

    ttft_p95: Duration | None = None
    """Time to first token that 95 % of the streamed requests meet; AWS's images do not log it."""
    ttft_p99: Duration | None = None
    """Time to first token that 99 % of the streamed requests meet; AWS's images do not log it."""
    latency_p95: Duration | None = None
    """Time to the whole answer, in the container, that 95 % of the requests meet. Of AWS's images,
    as SageMaker measures it."""
    latency_p99: Duration | None = None
    """Time to the whole answer, in the container, that 99 % of the requests meet. Of AWS's images,
    as SageMaker measures it."""
    error_rate: Percent | None = None
    """Most requests that may fail with a 5xx: `1%`. SageMaker counts them, so that a dead
    container counts too."""
