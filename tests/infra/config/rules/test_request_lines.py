from typing import Any

from tests.infra.config.conftest import Broken
from tests.infra.config.samples import Tree, large_card, large_endpoint, large_release


def finding(broken: Broken, variants: Tree) -> list[str]:
    """What is found where the large model runs in other images, too."""
    images: dict[str, Any] = {"2": {"managed": "huggingface-llm"}, "3": {"managed": "djl-lmi"}}
    releases = {number: large_release(container=image) for number, image in images.items()}
    card = large_card(releases={"1": large_release(), **releases})
    endpoint = large_endpoint(variants=variants)
    endpoint.pop("model")
    found = broken(endpoints={"chat": endpoint}, models={"large": card})
    return [text for text in found if "[LOG-03]" in text]


def test_two_kinds_of_request_lines_are_allowed(broken: Broken) -> None:
    variants = {"a": {"model": "large@1"}, "b": {"model": "large@2"}, "c": {"model": "large@2"}}
    assert finding(broken, variants) == []


def test_three_kinds_of_request_lines(broken: Broken) -> None:
    variants = {name: {"model": f"large@{name[-1]}"} for name in ("v1", "v2", "v3")}
    assert finding(broken, variants) == [
        "endpoints.chat.variants  the variants' images write 3 kinds of request lines, and a log "
        "group has 2 subscription filters; move one of them to an endpoint of its own  [LOG-03]"
    ]
