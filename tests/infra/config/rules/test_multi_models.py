from pathlib import Path
from typing import Any

import pytest

from infra.config.multi_model import LABEL
from tests.infra.config.conftest import Found
from tests.infra.config.samples import (
    multi_model_endpoint,
    small_card,
    small_release,
    write_text,
)

ENV = "ENV LOCKGATE_HANDLER"
TRITON = {"managed": "sagemaker-tritonserver", "version": "24.09"}


def card(**changes: Any) -> dict[str, Any]:
    return {"small": small_card(releases={"1": small_release(), "2": small_release(**changes)})}


def triton(root: Path, **changes: Any) -> dict[str, Any]:
    write_text(root, "repository/config.pbtxt", "")
    return card(**{"container": TRITON, "source": "file:repository", "sha256": None, **changes})


def test_two_releases_are_allowed(found: Found) -> None:
    endpoint = multi_model_endpoint(models=["small@1", "small@2"])
    assert found(endpoint, models=card()) == []


def test_no_model(found: Found) -> None:
    assert found(multi_model_endpoint(models=[])) == [
        "models  no model is listed, and the first one decides the container; list at least one, "
        "models: [MODEL@NUMBER]  [MME-01]"
    ]


def test_model_listed_twice(found: Found) -> None:
    assert found(multi_model_endpoint(models=["small@1", "small@1"])) == [
        "models.1  small@1 is listed twice; keep one  [MME-01]"
    ]


def test_model_that_no_card_describes(found: Found) -> None:
    assert found(multi_model_endpoint(models=["small@1", "smal@1"])) == [
        "models.1  there is no smal@1; did you mean 'small'?  [REF]"
    ]


def test_models_of_two_containers(found: Found, tmp_path: Path) -> None:
    write_text(tmp_path, "containers/other/Dockerfile", "FROM scratch\n")
    endpoint = multi_model_endpoint(models=["small@1", "small@2"])
    assert (
        "models.1  small@2 runs in containers/other, and the endpoint's first model in "
        "containers/tiny; list models of one container, or make a second endpoint  [MME-01]"
    ) in found(endpoint, models=card(container="other"))


def test_container_without_the_label(found: Found, tmp_path: Path) -> None:
    write_text(tmp_path, "containers/other/Dockerfile", "FROM scratch\n")
    endpoint = multi_model_endpoint(models=["small@2"])
    assert found(endpoint, models=card(container="other")) == [
        "models.0  containers/other serves one model: its Dockerfile does not say LABEL "
        "com.amazonaws.sagemaker.capabilities.multi-models=true; use kind: realtime, or a release "
        "with another container  [MME-01]"
    ]


def test_managed_image_for_one_model(found: Found) -> None:
    endpoint = multi_model_endpoint(models=["large@1"], instance="ml.g5.2xlarge")
    assert (
        "models.0  vllm serves one model: AWS documents only sagemaker-tritonserver as serving "
        "many models; use kind: realtime, or a release with another container  [MME-01]"
    ) in found(endpoint)


def test_model_that_is_not_on_this_machine(found: Found) -> None:
    endpoint = multi_model_endpoint(models=["small@2"])
    assert found(endpoint, models=card(source="s3://bucket/small.gguf")) == [
        "models.0  small@2 comes from s3://bucket/small.gguf, and only models of this machine can "
        "be published; use a release from pypi: or file:  [MME-01]"
    ]


def many(root: Path, handler: str) -> str:
    """A container that serves many models with a handler."""
    write_text(
        root, f"containers/{handler}/Dockerfile", f"FROM x\nLABEL {LABEL}\n{ENV}={handler}\n"
    )
    return handler


def test_folder_for_a_container_that_loads_a_file(found: Found, tmp_path: Path) -> None:
    write_text(tmp_path, "weights/model.gguf", "")
    models = card(source="file:weights", sha256=None, container=many(tmp_path, "llamacpp"))
    assert found(multi_model_endpoint(models=["small@2"]), models=models) == [
        "models.0  small@2 is a folder, and containers/llamacpp loads one file; name one file as "
        "the source of a new release  [MME-01]"
    ]


def test_file_for_a_container_that_loads_a_folder(found: Found, tmp_path: Path) -> None:
    models = card(container=many(tmp_path, "onnx"))
    assert found(multi_model_endpoint(models=["small@2"]), models=models) == [
        "models.0  small@2 is one file, and containers/onnx loads a folder; name a folder as the "
        "source of a new release  [MME-01]"
    ]


@pytest.mark.parametrize("source", ["pypi:small==1.0#small/", "pypi:small==1.0#small/a.gguf"])
def test_container_whose_handler_decides(found: Found, source: str) -> None:
    endpoint = multi_model_endpoint(models=["small@2"])
    assert found(endpoint, models=card(source=source)) == []


def test_file_for_triton(found: Found, tmp_path: Path) -> None:
    models = triton(tmp_path, source="file:repository/config.pbtxt", sha256="0" * 64)
    endpoint = multi_model_endpoint(models=["small@2"], instance="ml.g5.xlarge")
    assert found(endpoint, models=models) == [
        "models.0  small@2 is one file, and sagemaker-tritonserver 24.09 loads a folder; name a "
        "folder as the source of a new release  [MME-01]"
    ]


@pytest.mark.parametrize("instance", ["ml.g5.xlarge", "ml.m5.large"])
def test_triton_is_allowed(found: Found, tmp_path: Path, instance: str) -> None:
    endpoint = multi_model_endpoint(models=["small@2"], instance=instance)
    assert found(endpoint, models=triton(tmp_path)) == []


def test_gpu_instance_that_is_not_supported(found: Found, tmp_path: Path) -> None:
    endpoint = multi_model_endpoint(models=["small@2"], instance="ml.g6.xlarge")
    assert found(endpoint, models=triton(tmp_path)) == [
        "instance  ml.g6.xlarge is not one of the single-GPU instances that SageMaker supports for "
        "many models; use ml.g5 or ml.g4dn with one GPU, or a CPU instance  [MME-02]"
    ]


def test_other_container_on_a_gpu(found: Found) -> None:
    assert found(multi_model_endpoint(instance="ml.g6.xlarge")) == [
        "instance  on GPUs SageMaker serves many models with Triton only, and containers/tiny is "
        "another container; use a CPU instance, or models for {managed: sagemaker-tritonserver}  "
        "[MME-02]"
    ]


def test_neuron_instance(found: Found) -> None:
    assert found(multi_model_endpoint(instance="ml.inf2.xlarge")) == [
        "instance  no documentation lists ml.inf2.xlarge, a Neuron instance, for multi-model "
        "endpoints; use a CPU instance, or kind: inferentia with one model  [MME-06]"
    ]


def test_capture(found: Found) -> None:
    assert found(multi_model_endpoint(capture={"percent": 10})) == [
        "capture  SageMaker's Model Monitor does not support multi-model endpoints, and whether "
        "their data is captured is not documented; remove capture  [MME-05]"
    ]


def test_scaling_by_concurrency(found: Found) -> None:
    scale = {"max": 2, "concurrent_requests_per_instance": 2}
    assert found(multi_model_endpoint(scale=scale)) == [
        "scale.concurrent_requests_per_instance  for multi-model endpoints AWS documents scaling "
        "by invocations only, with metrics that come once a minute; say "
        "invocations_per_instance_per_minute  [AS-02]"
    ]


def test_model_that_does_not_fit_alone(found: Found) -> None:
    settings = {"context_length": 8192, "parallel_requests": 32}
    endpoint = multi_model_endpoint(models=["small@1", "small@2"], instance="ml.c5.large")
    messages = found(endpoint, models=card(settings=settings))
    assert [text for text in messages if "small@2 needs 7.2 GiB" in text]


def test_models_that_fit_only_in_turn(found: Found) -> None:
    settings = {"context_length": 8192, "parallel_requests": 13}
    endpoint = multi_model_endpoint(models=["small@1", "small@2"], instance="ml.c5.large")
    assert found(endpoint, models=card(settings=settings)) == [
        "models  the 2 models need 4.1 GiB together, and ml.c5.large has 4.0: they will be loaded "
        "and unloaded in turn; use a larger instance, or publish fewer models  [FIT]"
    ]
