import pytest

from inference_code.settings import SettingsError
from inference_code.vllm.media import media_flags


@pytest.mark.parametrize("text", [None, "", " "])
def test_nothing_is_fetched_unless_hosts_are_named(text: str | None) -> None:
    environ = {} if text is None else {"LOCKGATE_MEDIA_HOSTS": text}
    assert media_flags(environ) == ["--allowed-media-domains", "none.invalid"]


def test_named_hosts_are_allowed() -> None:
    found = media_flags({"LOCKGATE_MEDIA_HOSTS": "images.example.com 10.0.0.7"})
    assert found == ["--allowed-media-domains", "images.example.com", "10.0.0.7"]


def test_any_host_is_allowed_if_that_is_said() -> None:
    assert media_flags({"LOCKGATE_MEDIA_HOSTS": "any"}) == []


@pytest.mark.parametrize(
    "host", ["https://a.example", "a.example:443", "*.example", "A.example", "a,b", "--host", "*"]
)
def test_what_vllm_would_never_match_is_refused(host: str) -> None:
    with pytest.raises(SettingsError) as refused:
        media_flags({"LOCKGATE_MEDIA_HOSTS": f"b.example {host}"})
    assert str(refused.value) == (
        f"LOCKGATE_MEDIA_HOSTS has {host!r}; write whole names of hosts in small letters, without "
        "https:// and ports, separated by spaces, or any alone"
    )


def test_any_beside_a_host_is_refused() -> None:
    with pytest.raises(SettingsError, match="LOCKGATE_MEDIA_HOSTS has 'any'; write whole names"):
        media_flags({"LOCKGATE_MEDIA_HOSTS": "a.example any"})
