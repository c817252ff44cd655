from typing import get_args

import pytest
from pydantic import BaseModel

from infra.config.endpoints.asynchronous import AsyncScale
from infra.config.endpoints.variants import AnyEndpoint
from infra.config.foreign_keys import ARTICLES, FOREIGN_KEYS, foreign_key
from infra.config.scale import Scale

MODELS: dict[str, type[BaseModel]] = {
    get_args(model.model_fields["kind"].annotation)[0]: model for model in get_args(AnyEndpoint)
}
KEYS = {key for model in MODELS.values() for key in model.model_fields}
SCALE_KEYS = set(Scale.model_fields) | set(AsyncScale.model_fields)


@pytest.mark.parametrize(
    ("kind", "key", "text", "rule"),
    [
        (
            "serverless",
            "instance",
            "a serverless endpoint has no instances; say memory_mb, or use kind: realtime",
            "SLS-06",
        ),
        (
            "serverless",
            "scale",
            "a serverless endpoint has no instances to scale, and starts containers by itself; say "
            "max_concurrency, or use kind: realtime",
            "SLS-06",
        ),
        (
            "serverless",
            "volume_gb",
            "a serverless endpoint has 5 GB of storage and no volume; remove volume_gb, or use "
            "kind: realtime",
            "SLS-06",
        ),
        (
            "serverless",
            "startup_timeout",
            "a serverless endpoint has 3 minutes to download its model and start, which "
            "startup_timeout cannot change; remove startup_timeout, or use kind: realtime",
            "SLS-06",
        ),
        (
            "serverless",
            "inference_ami",
            "a serverless endpoint has neither an AMI nor a GPU to choose a driver for; remove "
            "inference_ami, or use kind: realtime",
            "SLS-06",
        ),
        (
            "serverless",
            "capture",
            "a serverless endpoint does not support data capture; remove capture, or use kind: "
            "realtime",
            "CAP-05",
        ),
        (
            "serverless",
            "variants",
            "a serverless endpoint has one variant only; say model and make a second endpoint, or "
            "use kind: realtime",
            "SLS-03",
        ),
        (
            "serverless",
            "models",
            "a serverless endpoint serves one model; say model and make an endpoint for each, or "
            "use kind: multi-model",
            "SLS-03",
        ),
        (
            "async",
            "shadow",
            "an async endpoint cannot have a shadow; remove shadow, or use kind: realtime",
            "SHADOW-02",
        ),
        (
            "async",
            "variants",
            "an async endpoint has one model: its requests cannot name a variant; say model and "
            "make a second endpoint, or use kind: realtime",
            "KEY",
        ),
        (
            "async",
            "models",
            "an async endpoint serves one model: whether several are supported is not documented; "
            "say model, or use kind: multi-model",
            "ASY-11",
        ),
        (
            "async",
            "memory_mb",
            "an async endpoint has instances, and cannot be serverless; say instance and scale, or "
            "use kind: serverless",
            "ASY-06",
        ),
        (
            "async",
            "scale.concurrent_requests_per_instance",
            "an async endpoint publishes no metric for concurrent_requests_per_instance; say "
            "backlog_per_instance",
            "ASY-08",
        ),
        (
            "realtime",
            "scale.backlog_per_instance",
            "a real-time endpoint has no queue, and so no backlog; say "
            "concurrent_requests_per_instance, or use kind: async",
            "AS-02",
        ),
        (
            "realtime",
            "shadow.scale",
            "a real-time endpoint does not scale its shadow; say instances",
            "SHADOW-01",
        ),
        (
            "inferentia",
            "shadow.weight",
            "an Inferentia endpoint sends its shadow a share of the production variant's "
            "requests; say percent",
            "SHADOW-01",
        ),
        (
            "realtime",
            "memory_mb",
            "a real-time endpoint has instances, which decide its memory and concurrency; say "
            "instance and scale, or use kind: serverless",
            "SLS-06",
        ),
        (
            "multi-model",
            "max_concurrency",
            "a multi-model endpoint has instances, and cannot be serverless; say instance and "
            "scale, or use kind: serverless with one model",
            "MME-05",
        ),
        (
            "realtime",
            "models",
            "a real-time endpoint serves one model, or variants of it; say model or variants, or "
            "use kind: multi-model",
            "MME-01",
        ),
        (
            "inferentia",
            "models",
            "an Inferentia endpoint serves one model: no documentation lists Neuron instances for "
            "several; say model, or use kind: multi-model on a CPU instance",
            "MME-06",
        ),
        (
            "multi-model",
            "model",
            "a multi-model endpoint serves many models from one prefix; list them, models: "
            "[MODEL@NUMBER, ...], or use kind: realtime",
            "MME-01",
        ),
        (
            "multi-model",
            "variants",
            "a multi-model endpoint has its models in one variant; list them under models, or use "
            "kind: realtime",
            "KEY",
        ),
        (
            "inferentia",
            "output",
            "an Inferentia endpoint answers its caller and stores no results, so output has no "
            "meaning; remove output, or use kind: async",
            "ASY-04",
        ),
        (
            "serverless",
            "request_ttl",
            "a serverless endpoint answers its caller within a minute and keeps no request "
            "waiting; remove request_ttl, or use kind: async",
            "ASY-02",
        ),
        (
            "multi-model",
            "max_concurrent_invocations_per_instance",
            "a multi-model endpoint passes requests on as they come; remove "
            "max_concurrent_invocations_per_instance, or use kind: async",
            "ASY-03",
        ),
    ],
)
def test_row(kind: str, key: str, text: str, rule: str) -> None:
    assert foreign_key(kind, key) == (text, rule)


@pytest.mark.parametrize("kind", MODELS)
def test_every_key_of_another_kind_has_its_row(kind: str) -> None:
    explained = {key for row in FOREIGN_KEYS if kind in row.kinds for key in row.keys}
    own = set(MODELS[kind].model_fields)
    assert {key for key in explained if "." not in key} == KEYS - own


@pytest.mark.parametrize(
    ("kinds", "scale"),
    [(("realtime", "inferentia", "multi-model"), Scale), (("async",), AsyncScale)],
)
def test_every_key_of_another_scale_has_its_row(
    kinds: tuple[str, ...], scale: type[BaseModel]
) -> None:
    for kind in kinds:
        refused = {key for key in SCALE_KEYS if foreign_key(kind, f"scale.{key}")}
        assert refused == SCALE_KEYS - set(scale.model_fields)


def test_no_key_is_explained_twice() -> None:
    pairs = [(kind, key) for row in FOREIGN_KEYS for kind in row.kinds for key in row.keys]
    assert len(pairs) == len(set(pairs))


def test_every_kind_has_its_article() -> None:
    assert set(ARTICLES) == set(MODELS)


def test_key_that_no_kind_has() -> None:
    assert foreign_key("serverless", "instnace") is None
