"""Keys that one kind of endpoint has and another cannot have: why, and what to write instead.

The ids are those of AWS's constraints; `KEY` is a choice of Lockgate's own.
"""

from collections.abc import Iterator
from dataclasses import dataclass

INSTANCE_KINDS = ("realtime", "async", "multi-model", "inferentia")
ANSWERING_KINDS = ("realtime", "serverless", "multi-model", "inferentia")
ONE_MODEL = ("realtime", "inferentia")
ARTICLES = {
    "realtime": "a real-time",
    "async": "an async",
    "serverless": "a serverless",
    "multi-model": "a multi-model",
    "inferentia": "an Inferentia",
}
"""How each kind is called in a sentence."""


@dataclass(frozen=True)
class ForeignKey:
    """Keys, by their path below an endpoint, that some kinds refuse for one reason."""

    kinds: tuple[str, ...]
    keys: tuple[str, ...]
    rule: str
    reason: str
    """What follows `a serverless endpoint`; `{key}` is the key."""
    fix: str


def _row(
    kinds: tuple[str, ...] | str, keys: tuple[str, ...] | str, rule: str, reason: str, fix: str
) -> ForeignKey:
    named = (kinds,) if isinstance(kinds, str) else kinds
    return ForeignKey(named, (keys,) if isinstance(keys, str) else keys, rule, reason, fix)


FOREIGN_KEYS = (
    _row(
        "serverless",
        "instance",
        "SLS-06",
        "has no instances",
        "say memory_mb, or use kind: realtime",
    ),
    _row(
        "serverless",
        "scale",
        "SLS-06",
        "has no instances to scale, and starts containers by itself",
        "say max_concurrency, or use kind: realtime",
    ),
    _row(
        "serverless",
        "volume_gb",
        "SLS-06",
        "has 5 GB of storage and no volume",
        "remove volume_gb, or use kind: realtime",
    ),
    _row(
        "serverless",
        ("startup_timeout", "download_timeout"),
        "SLS-06",
        "has 3 minutes to download its model and start, which {key} cannot change",
        "remove {key}, or use kind: realtime",
    ),
    _row(
        "serverless",
        "inference_ami",
        "SLS-06",
        "has neither an AMI nor a GPU to choose a driver for",
        "remove inference_ami, or use kind: realtime",
    ),
    _row(
        "serverless",
        "capture",
        "CAP-05",
        "does not support data capture",
        "remove capture, or use kind: realtime",
    ),
    _row(
        "serverless",
        "variants",
        "SLS-03",
        "has one variant only",
        "say model and make a second endpoint, or use kind: realtime",
    ),
    _row(
        "serverless",
        ("models", "model_cache"),
        "SLS-03",
        "serves one model",
        "say model and make an endpoint for each, or use kind: multi-model",
    ),
    _row(
        ("serverless", "async", "multi-model"),
        "shadow",
        "SHADOW-02",
        "cannot have a shadow",
        "remove shadow, or use kind: realtime",
    ),
    _row(
        "async",
        "variants",
        "KEY",
        "has one model: its requests cannot name a variant",
        "say model and make a second endpoint, or use kind: realtime",
    ),
    _row(
        "async",
        ("models", "model_cache"),
        "ASY-11",
        "serves one model: whether several are supported is not documented",
        "say model, or use kind: multi-model",
    ),
    _row(
        "async",
        ("memory_mb", "max_concurrency", "provisioned_concurrency"),
        "ASY-06",
        "has instances, and cannot be serverless",
        "say instance and scale, or use kind: serverless",
    ),
    _row(
        "async",
        ("scale.concurrent_requests_per_instance", "scale.invocations_per_instance_per_minute"),
        "ASY-08",
        "publishes no metric for {key}",
        "say backlog_per_instance",
    ),
    _row(
        ONE_MODEL,
        "scale.backlog_per_instance",
        "AS-02",
        "has no queue, and so no backlog",
        "say concurrent_requests_per_instance, or use kind: async",
    ),
    _row(
        "multi-model",
        "scale.backlog_per_instance",
        "AS-02",
        "has no queue, and so no backlog",
        "say invocations_per_instance_per_minute, or use kind: async with one model",
    ),
    _row(
        ONE_MODEL,
        "shadow.scale",
        "SHADOW-01",
        "does not scale its shadow",
        "say instances",
    ),
    _row(
        ONE_MODEL,
        "shadow.weight",
        "SHADOW-01",
        "sends its shadow a share of the production variant's requests",
        "say percent",
    ),
    _row(
        ONE_MODEL,
        ("memory_mb", "max_concurrency", "provisioned_concurrency"),
        "SLS-06",
        "has instances, which decide its memory and concurrency",
        "say instance and scale, or use kind: serverless",
    ),
    _row(
        "multi-model",
        ("memory_mb", "max_concurrency", "provisioned_concurrency"),
        "MME-05",
        "has instances, and cannot be serverless",
        "say instance and scale, or use kind: serverless with one model",
    ),
    _row(
        "realtime",
        ("models", "model_cache"),
        "MME-01",
        "serves one model, or variants of it",
        "say model or variants, or use kind: multi-model",
    ),
    _row(
        "inferentia",
        ("models", "model_cache"),
        "MME-06",
        "serves one model: no documentation lists Neuron instances for several",
        "say model, or use kind: multi-model on a CPU instance",
    ),
    _row(
        "multi-model",
        "model",
        "MME-01",
        "serves many models from one prefix",
        "list them, models: [MODEL@NUMBER, ...], or use kind: realtime",
    ),
    _row(
        "multi-model",
        "variants",
        "KEY",
        "has its models in one variant",
        "list them under models, or use kind: realtime",
    ),
    _row(
        ANSWERING_KINDS,
        ("output", "failures", "notifications"),
        "ASY-04",
        "answers its caller and stores no results, so {key} has no meaning",
        "remove {key}, or use kind: async",
    ),
    _row(
        ANSWERING_KINDS,
        ("request_ttl", "invocation_timeout"),
        "ASY-02",
        "answers its caller within a minute and keeps no request waiting",
        "remove {key}, or use kind: async",
    ),
    _row(
        ANSWERING_KINDS,
        "max_concurrent_invocations_per_instance",
        "ASY-03",
        "passes requests on as they come",
        "remove {key}, or use kind: async",
    ),
)


def foreign_key(kind: str, key: str) -> tuple[str, str] | None:
    """Why a kind refuses a key of another: the message with its fix, and the rule.

    Args:
        kind: the kind of the endpoint.
        key: its path below the endpoint, `scale.backlog_per_instance`.

    Returns:
        None where no other kind has the key either.
    """
    return next(_refusals(kind, key), None)


def _refusals(kind: str, key: str) -> Iterator[tuple[str, str]]:
    for row in FOREIGN_KEYS:
        if kind in row.kinds and key in row.keys:
            text = f"{ARTICLES[kind]} endpoint {row.reason}; {row.fix}"
            yield text.format(key=key.rpartition(".")[2]), row.rule
