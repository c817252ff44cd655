from typing import Any

from tests.infra.config.samples import small_endpoint
from tests.infra.observability.boards import board, graphs

SUFFIX = ": shadow against production"


def compared() -> dict[str, list[Any]]:
    body = board(chat=small_endpoint(shadow={"model": "small@1"}))
    found = graphs(body).items()
    return {title.removesuffix(SUFFIX): lines for title, lines in found if SUFFIX in title}


def test_everything_that_decides_is_compared() -> None:
    assert list(compared()) == [
        "Model latency p95",
        "5xx",
        "Time to first token p95",
        "Time per output token p95",
        "Latency p95",
        "Tokens per second",
    ]


def test_each_line_stands_beside_the_shadow_s() -> None:
    for lines in compared().values():
        drawn = [line[-1] for line in lines if line[-1].get("visible", True)]
        assert [each["label"] for each in drawn] == ["primary", "shadow"]


def test_without_a_shadow_nothing_is_compared() -> None:
    assert not [title for title in graphs(board(chat=small_endpoint())) if SUFFIX in title]
