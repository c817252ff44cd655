import pytest

from lockgate.local.loopback import past_proxies

BOTH = {"NO_PROXY": "corp,localhost,127.0.0.1", "no_proxy": "corp,localhost,127.0.0.1"}


@pytest.mark.parametrize("name", ["NO_PROXY", "no_proxy"])
def test_what_went_past_the_proxy_still_does(name: str) -> None:
    assert past_proxies({"http_proxy": "http://proxy", name: "corp"}) == BOTH


def test_without_a_proxy_nothing_is_set() -> None:
    assert past_proxies({"NO_PROXY": "corp", "HTTPS_PROXY": "http://proxy"}) == {}
