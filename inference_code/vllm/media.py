"""Hosts that vLLM may fetch pictures, sounds and films from, where a request names them by URL.

The server runs inside a network that its clients are not in: a URL of theirs could ask what they
themselves cannot reach. So vLLM fetches nothing unless an operator names the hosts. What a request
carries itself, as a `data:` URL, needs no host.
"""

import re
from collections.abc import Mapping

from inference_code.settings import SettingsError

VARIABLE = "LOCKGATE_MEDIA_HOSTS"
ANY = "any"
NOBODY = "none.invalid"
"""What no host is called (RFC 6761, section 6.4): vLLM takes an empty list for all hosts."""
NO_REDIRECTS = {"VLLM_MEDIA_URL_ALLOW_REDIRECTS": "0"}
"""vLLM compares the host of the URL only, not those that it is sent on to."""
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")


def media_flags(environ: Mapping[str, str]) -> list[str]:
    """Flags that limit vLLM to the hosts of LOCKGATE_MEDIA_HOSTS; none if it says `any`.

    vLLM compares whole names, written small, and no ports.
    Source: vllm/multimodal/media/connector.py, _assert_url_in_allowed_media_domains.

    Raises:
        SettingsError: what is named is no host.
    """
    hosts = environ.get(VARIABLE, "").split()
    if hosts == [ANY]:
        return []
    for host in hosts:
        if host == ANY or not _HOST.fullmatch(host):
            raise SettingsError(
                f"{VARIABLE} has {host!r}; write whole names of hosts in small letters, without "
                f"https:// and ports, separated by spaces, or {ANY} alone"
            )
    return ["--allowed-media-domains", *(hosts or [NOBODY])]
