from pathlib import Path
from typing import Any

from tests.infra.config.conftest import Broken
from tests.infra.config.samples import (
    large_card,
    large_endpoint,
    large_release,
    small_card,
    small_endpoint,
    small_release,
    write_text,
)

BF16 = {"bits_per_weight": 16, "settings": {"context_length": 8192, "parallel_requests": 8}}


def large(broken: Broken, instance: str, *, releases: dict[str, Any], **changes: Any) -> list[str]:
    endpoint = large_endpoint(instance=instance)
    models = {"large": large_card(releases=releases)}
    return broken(endpoints={"chat": endpoint}, models=models, **changes)


def test_gpu_memory_too_small_names_an_instance_and_a_quantization(broken: Broken) -> None:
    assert large(broken, "ml.g6.2xlarge", releases={"1": large_release(**BF16)}) == [
        "endpoints.chat.instance  ml.g6.2xlarge has 22.4 GiB of accelerator memory; large@1 needs "
        "28.0 GiB (weights 15.3, KV cache 9.0, overhead 3.7); use ml.g6.12xlarge, or an 8-bit "
        "release  [FIT]"
    ]


def test_cheaper_instance_is_named_where_the_region_prices_it(broken: Broken) -> None:
    releases = {"1": large_release(**BF16)}
    (found,) = large(broken, "ml.g6.2xlarge", releases=releases, region="us-east-1")
    assert "; use ml.g6e.xlarge, or an 8-bit release  [FIT]" in found


def test_other_release_of_the_card_that_fits_is_named(broken: Broken) -> None:
    smaller = large_release(**{**BF16, "bits_per_weight": 8})
    releases = {"1": large_release(**BF16), "2": smaller}
    (found,) = large(broken, "ml.g6.2xlarge", releases=releases, region="us-east-1")
    assert "; use ml.g6e.xlarge, or large@2  [FIT]" in found


def test_cache_that_fits_nothing(broken: Broken) -> None:
    settings = {"context_length": 40960, "parallel_requests": 1000}
    releases = {"1": large_release(**{**BF16, "settings": settings})}
    (found,) = large(broken, "ml.g6.2xlarge", releases=releases)
    assert found.endswith("lower context_length or parallel_requests in a new release  [FIT]")


def test_several_gpus_share_the_model(broken: Broken) -> None:
    assert large(broken, "ml.g6.12xlarge", releases={"1": large_release(**BF16)}) == []


def test_ram_too_small_on_a_cpu_instance(broken: Broken) -> None:
    settings = {"context_length": 8192, "parallel_requests": 32}
    card = small_card(releases={"1": small_release(settings=settings)})
    endpoint = small_endpoint(instance="ml.c5.large")
    assert broken(endpoints={"chat": endpoint}, models={"small": card}) == [
        "endpoints.chat.instance  ml.c5.large has 4.0 GiB of RAM; small@1 needs 7.2 GiB (weights "
        "0.1, KV cache 5.6, overhead 1.5); use ml.m5.large  [FIT]"
    ]


def test_workers_that_each_load_the_weights(broken: Broken, tmp_path: Path) -> None:
    dockerfile = "FROM scratch\nENV LOCKGATE_HANDLER=multi-model-server\n"
    write_text(tmp_path, "containers/server/Dockerfile", dockerfile)
    release = small_release(container="server", bits_per_weight=32)
    release["settings"] = {"context_length": 256, "parallel_requests": 6}
    card = small_card(releases={"1": release})
    endpoint = small_endpoint(instance="ml.c5.large")
    assert broken(endpoints={"chat": endpoint}, models={"small": card}) == [
        "endpoints.chat.instance  ml.c5.large has 4.0 GiB of RAM; small@1 needs 7.5 GiB (weights "
        "3.0, KV cache 0.0, overhead 4.5) in 6 processes, one for each parallel request; use "
        "ml.m5.large  [FIT]"
    ]
