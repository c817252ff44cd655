"""From a request's sampling fields to those of Transformers' GenerationConfig."""

from collections.abc import Mapping, Sequence
from typing import Any

from inference_code.errors import RequestError

_SAME = ("temperature", "top_p", "top_k", "min_p", "typical_p")
_SAMPLED = (*_SAME, "seed")
_ELSEWHERE = ("messages", "prompt", "chat_template_kwargs", "seed", "stop", "max_tokens")
"""Fields that the writer reads itself."""
_PENALTIES = ("frequency_penalty", "presence_penalty")
_KNOWN = {*_SAME, *_ELSEWHERE, *_PENALTIES, "repeat_penalty", "logit_bias", "ignore_eos"}


def generation_fields(body: Mapping[str, Any], *, samples: bool) -> dict[str, Any]:
    """The fields of GenerationConfig that a request sets.

    `samples` is what the model's own configuration says; a request that asks for anything of
    sampling samples, and one with temperature 0 takes the likeliest token each time.

    Raises:
        RequestError: a field is not supported by Transformers.
    """
    _refuse(body)
    fields: dict[str, Any] = {"do_sample": samples}
    if body.get("temperature") == 0:
        fields["do_sample"] = False
    elif any(name in body for name in _SAMPLED):
        fields |= {"do_sample": True} | {name: body[name] for name in _SAME if name in body}
    if "repeat_penalty" in body:
        fields["repetition_penalty"] = float(body["repeat_penalty"])
    if bias := body.get("logit_bias"):
        fields["sequence_bias"] = [[[int(token)], float(by)] for token, by in bias.items()]
    if body.get("ignore_eos"):
        fields["eos_token_id"] = None
    return fields


def penalties(body: Mapping[str, Any]) -> tuple[float, float]:
    """The frequency penalty and the presence penalty; 0 switches one off."""
    frequency, presence = (float(body.get(name, 0)) for name in _PENALTIES)
    return frequency, presence


def _refuse(body: Mapping[str, Any]) -> None:
    for name, value in body.items():
        if name == "response_format" and value["type"] == "text":
            continue
        if name not in _KNOWN and value is not False:
            raise RequestError(
                f"{name}: Transformers cannot do this; the container llamacpp can", param=name
            )


def stop_words(*given: str | list[str] | None) -> list[str]:
    """The stop words of a request, and those of the model's own configuration."""
    lists = [[words] if isinstance(words, str) else words or [] for words in given]
    return [word for words in lists for word in words]


def cut(text: str, words: Sequence[str]) -> tuple[str, bool]:
    """The text before the first stop word, and whether there is one."""
    places = [place for word in words if (place := text.find(word)) >= 0]
    return (text[: min(places)], True) if places else (text, False)
