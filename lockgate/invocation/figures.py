"""The line of figures below an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lockgate.invocation.answer import Answer

if TYPE_CHECKING:
    from infra.config.references import ReleaseReference


def figures_line(answer: Answer) -> str:
    """Return times, tokens and tokens per second, as far as the answer has them."""
    waited = "queued" if answer.queued else "waited"
    figures = [
        f"{waited} {answer.waited_s:.2f} s" if answer.waited_s is not None else "",
        f"processed {answer.processing_s:.2f} s" if answer.processing_s is not None else "",
        f"TTFT {milliseconds(answer.first_token_s)}" if answer.first_token_s is not None else "",
        _tokens(answer),
        f"{answer.tokens_per_s:.0f} tokens/s" if answer.tokens_per_s is not None else "",
        f"{answer.total_s:.2f} s" if answer.total_s is not None else "",
        "cut off at max_tokens" if answer.finish_reason == "length" else "",
    ]
    return " · ".join(figure for figure in figures if figure)


def _tokens(answer: Answer) -> str:
    if answer.completion_tokens is not None:
        return f"{answer.completion_tokens} tokens"
    return f"{answer.prompt_tokens} tokens read" if answer.prompt_tokens is not None else ""


def milliseconds(seconds: float | None) -> str:
    """Return a time as people compare it: `45 ms`."""
    return "" if seconds is None else f"{seconds * 1000:.0f} ms"


def stand_in_notice(
    answer: Answer, *, asked: ReleaseReference, stand_in: ReleaseReference | None
) -> str | None:
    """Return what to say when another model answered than the one that is configured."""
    if stand_in is None or answer.model != stand_in.model or stand_in.model == asked.model:
        return None
    return f"{stand_in} answered in place of {asked}, which does not run on this machine"
