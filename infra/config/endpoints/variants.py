"""The variants of an endpoint, as every kind has them."""

from dataclasses import dataclass, field

from infra.config.endpoints.asynchronous import AsyncEndpoint, AsyncScale
from infra.config.endpoints.inferentia import InferentiaEndpoint
from infra.config.endpoints.multi_model import MultiModelEndpoint
from infra.config.endpoints.online import OnlineEndpoint, Shadow, Variant
from infra.config.endpoints.realtime import RealtimeEndpoint
from infra.config.endpoints.serverless import ServerlessEndpoint
from infra.config.references import ReleaseReference
from infra.config.scale import Scale

PRIMARY = "primary"
"""The one production variant of an endpoint that names none."""
SHADOW = "shadow"
"""The shadow variant."""

AnyEndpoint = (
    RealtimeEndpoint | AsyncEndpoint | ServerlessEndpoint | MultiModelEndpoint | InferentiaEndpoint
)


@dataclass(frozen=True)
class ServedVariant:
    """One variant that SageMaker hosts, with what it inherits from its endpoint."""

    name: str
    model: ReleaseReference
    """The release that answers; of a multi-model endpoint, the first one."""
    instance: str | None
    """Hosting instance type; None on serverless endpoints."""
    scale: Scale | AsyncScale | None = None
    """None where the kind does not scale by instances."""
    weight: float = 1
    environment: dict[str, str] = field(default_factory=dict)
    """Variables of the endpoint and, over them, of the variant."""
    path: tuple[str, ...] = ()
    """Where the variant stands below its endpoint in the file."""
    own: frozenset[str] = frozenset()
    """Keys that the variant sets itself; the others are the endpoint's."""

    def where(self, key: str) -> tuple[str, ...]:
        """The path below the endpoint at which a value of the variant is written."""
        return (*self.path, key) if key in self.own else (key,)


def production_variants(endpoint: AnyEndpoint) -> list[ServedVariant]:
    """The variants that answer; none where the endpoint says neither model nor variants."""
    if isinstance(endpoint, OnlineEndpoint) and endpoint.variants:
        return [_of_variant(endpoint, name, v) for name, v in endpoint.variants.items()]
    models = endpoint.models if isinstance(endpoint, MultiModelEndpoint) else [endpoint.model]
    return [
        ServedVariant(
            PRIMARY,
            model,
            None if isinstance(endpoint, ServerlessEndpoint) else endpoint.instance,
            None if isinstance(endpoint, ServerlessEndpoint) else endpoint.scale,
            environment=endpoint.environment,
        )
        for model in models[:1]
        if model is not None
    ]


def shadow_variant(endpoint: AnyEndpoint) -> ServedVariant | None:
    """The variant that gets copies of the traffic, if there is one."""
    shadow = endpoint.shadow if isinstance(endpoint, OnlineEndpoint) else None
    if shadow is None or not isinstance(endpoint, OnlineEndpoint):
        return None
    return ServedVariant(
        SHADOW,
        shadow.model,
        shadow.instance or endpoint.instance,
        Scale(min=shadow.instances, max=shadow.instances),
        weight=shadow.percent / 100 * sum(one.weight for one in production_variants(endpoint)),
        environment=endpoint.environment | shadow.environment,
        path=("shadow",),
        own=_keys(shadow),
    )


def _of_variant(endpoint: OnlineEndpoint, name: str, variant: Variant) -> ServedVariant:
    return ServedVariant(
        name,
        variant.model,
        variant.instance or endpoint.instance,
        variant.scale or endpoint.scale,
        weight=variant.weight,
        environment=endpoint.environment | variant.environment,
        path=("variants", name),
        own=_keys(variant),
    )


def _keys(part: Variant | Shadow) -> frozenset[str]:
    return frozenset(part.model_fields_set)
