"""Requests of this machine to itself, on a machine whose others go through a proxy."""

from collections.abc import Mapping

_HERE = "localhost,127.0.0.1"


def past_proxies(environ: Mapping[str, str]) -> dict[str, str]:
    """Variables that keep requests to this machine from a proxy, beside those that did already.

    Programs read either name, and some the one in small letters first; both say the same here.
    """
    if not any(name.lower() in ("http_proxy", "all_proxy") for name in environ):
        return {}
    others = environ.get("no_proxy") or environ.get("NO_PROXY")
    both = ",".join(filter(None, (others, _HERE)))
    return {"NO_PROXY": both, "no_proxy": both}
