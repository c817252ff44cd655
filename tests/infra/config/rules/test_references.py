from pathlib import Path

from tests.infra.config.conftest import Broken
from tests.infra.config.samples import (
    large_card,
    large_endpoint,
    large_release,
    small_card,
    small_release,
    write_text,
)

GPU = "FROM scratch\nLABEL ai.lockgate.processor=gpu\n"


def test_model_that_no_card_describes(broken_small: Broken) -> None:
    assert broken_small(model="smal@1") == [
        "endpoints.chat.model  there is no smal@1; did you mean 'small'?  [REF]"
    ]


def test_release_that_the_card_does_not_have(broken_small: Broken) -> None:
    assert broken_small(model="small@2") == [
        "endpoints.chat.model  there is no small@2; small has the releases: 1  [REF]"
    ]


def test_instance_that_does_not_exist(broken_small: Broken) -> None:
    assert broken_small(instance="ml.m5.larg") == [
        "endpoints.chat.instance  there is no hosting instance 'ml.m5.larg'; did you mean "
        "'ml.m5.large'?  [INSTANCE]"
    ]


def test_managed_image_on_the_local_aws_without_a_stand_in(broken: Broken) -> None:
    found = broken(
        images="local",
        account="000000000000",
        endpoints={"chat": large_endpoint()},
        models={"large": large_card(stand_in=None)},
    )
    assert found == [
        "endpoints.chat.model  large@1 runs in the image vllm, which the local AWS cannot run; "
        "add a stand_in to its model card, like smollm2-135m-instruct@1  [STAND-IN]"
    ]


def test_container_for_gpus_on_the_local_aws_without_a_stand_in(
    broken: Broken, tmp_path: Path
) -> None:
    write_text(tmp_path, "containers/cuda/Dockerfile", GPU)
    release = large_release(container="cuda", source="file:cdk.json")
    found = broken(
        images="local",
        account="000000000000",
        endpoints={"chat": large_endpoint()},
        models={"large": large_card(stand_in=None, releases={"1": release})},
    )
    assert (
        "endpoints.chat.model  large@1 runs in the GPU container cuda, which the local AWS cannot "
        "run; add a stand_in to its model card, like smollm2-135m-instruct@1  [STAND-IN]"
    ) in found


def test_card_with_another_name_than_its_file(broken: Broken) -> None:
    assert broken(models={"other": small_card()}) == [
        "name  the model is called 'small', but its file other.yaml; give both the same name  [REF]"
    ]


def test_stand_in_that_does_not_exist(broken: Broken) -> None:
    assert broken(models={"large": large_card(stand_in="small@9")}) == [
        "stand_in  there is no small@9; small has the releases: 1  [REF]"
    ]


def test_stand_in_in_a_managed_image(broken: Broken) -> None:
    assert broken(models={"large": large_card(stand_in="large@1")}) == [
        "stand_in  large@1 cannot stand in on the local AWS: it runs in the image vllm; name a "
        "release with a container of ours for CPUs and a pypi: or file: source  [STAND-IN]"
    ]


def test_stand_in_that_needs_a_gpu(broken: Broken, tmp_path: Path) -> None:
    write_text(tmp_path, "containers/cuda/Dockerfile", GPU)
    card = small_card(releases={"1": small_release(container="cuda")})
    assert (
        "stand_in  small@1 cannot stand in on the local AWS: it runs in the GPU container cuda; "
        "name a release with a container of ours for CPUs and a pypi: or file: source  [STAND-IN]"
    ) in broken(models={"small": card})


def test_stand_in_with_remote_weights(broken: Broken) -> None:
    remote = small_release(source="s3://bucket/small/")
    card = small_card(releases={"1": small_release(), "2": remote})
    assert broken(models={"small": card, "large": large_card(stand_in="small@2")}) == [
        "stand_in  small@2 cannot stand in on the local AWS: it comes from s3://bucket/small/; "
        "name a release with a container of ours for CPUs and a pypi: or file: source  [STAND-IN]"
    ]
