from tests.infra.config.conftest import Broken
from tests.infra.config.samples import large_card, large_endpoint, large_release


def test_volume_outside_the_limits(broken_small: Broken) -> None:
    assert broken_small(volume_gb=513) == [
        "endpoints.chat.volume_gb  513 GB is outside the 1 to 512 GB of an instance volume; "
        "choose a size within them  [RT-VOL-01]"
    ]


def test_volume_at_the_limit_is_allowed(broken_small: Broken) -> None:
    assert broken_small(volume_gb=512) == []


def test_volume_on_local_nvme(broken_large: Broken) -> None:
    assert broken_large(volume_gb=100) == [
        "endpoints.chat.volume_gb  ml.g6.2xlarge has 450 GB of local NVMe and takes no EBS "
        "volume; remove volume_gb  [RT-VOL-02]"
    ]


def test_volume_on_a_type_about_which_sources_disagree(broken_large: Broken) -> None:
    found = broken_large(instance="ml.g7.2xlarge", volume_gb=100)
    assert (
        "endpoints.chat.volume_gb  ml.g7.2xlarge has 440 GB of local NVMe and probably takes no "
        "EBS volume (sources disagree); remove volume_gb  [RT-VOL-04]"
    ) in found


def test_large_model_on_the_default_volume(broken: Broken) -> None:
    card = large_card(releases={"1": large_release(size_gb=35)})
    endpoint = large_endpoint(instance="ml.p3.2xlarge")
    assert (
        "endpoints.chat.model  large@1 has 35 GB, more than the 30 GB that fit the default volume "
        "of ml.p3.2xlarge; set volume_gb to more than twice its size  [RT-BIG-01]"
    ) in broken(endpoints={"chat": endpoint}, models={"large": card})


def test_large_model_on_nvme_needs_no_volume(broken: Broken) -> None:
    card = large_card(releases={"1": large_release(size_gb=35)})
    assert broken(endpoints={"chat": large_endpoint()}, models={"large": card}) == []


def test_very_large_model_with_the_default_startup_timeout(broken: Broken) -> None:
    card = large_card(releases={"1": large_release(size_gb=50)})
    assert broken(endpoints={"chat": large_endpoint()}, models={"large": card}) == [
        "endpoints.chat.model  large@1 has 50 GB, more than the 40 GB that load within the "
        "default startup_timeout; set startup_timeout to up to 1h  [RT-BIG-01]"
    ]


def test_very_large_artifact_with_the_default_download_timeout(broken: Broken) -> None:
    release = large_release(size_gb=50, source="s3://bucket/large/")
    card = large_card(releases={"1": release})
    assert broken(endpoints={"chat": large_endpoint()}, models={"large": card}) == [
        "endpoints.chat.model  large@1 has 50 GB, more than the 40 GB that load within the "
        "default download_timeout; set download_timeout to up to 1h  [RT-BIG-01]"
    ]


def test_very_large_model_with_more_time(broken: Broken) -> None:
    card = large_card(releases={"1": large_release(size_gb=50)})
    endpoint = large_endpoint(startup_timeout="30m")
    assert broken(endpoints={"chat": endpoint}, models={"large": card}) == []
