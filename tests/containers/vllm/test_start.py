"""The vLLM container up to the device: what it starts, and how it serves and ends."""

import signal
from collections.abc import Callable
from pathlib import Path

import httpx

from tests.containers.log import PATIENCE_S
from tests.containers.vllm.conftest import Vllm
from tests.local.polling import until

Start = Callable[..., Vllm]
CHAT = {"messages": [{"role": "user", "content": "Hello"}]}


def test_it_becomes_vllm_with_all_gpus_and_adapters(start: Start, tmp_path: Path) -> None:
    served = start(gpus=2, LOCKGATE_CONTEXT_LENGTH="64")
    told = served.told()
    assert told["arguments"][:2] == ["serve", str(tmp_path / "model")]
    assert {"--tensor-parallel-size=2", "--max-model-len=64", "--enable-lora"} <= {
        *told["arguments"]
    }
    assert told["HF_HUB_OFFLINE"] == "1"


def test_it_fetches_no_media_and_follows_no_redirects(start: Start) -> None:
    told = start().told()
    flag = told["arguments"].index("--allowed-media-domains")
    assert told["arguments"][flag + 1] == "none.invalid"
    assert told["VLLM_MEDIA_URL_ALLOW_REDIRECTS"] == "0"


def test_ping_is_answered_once_the_model_is_loaded(start: Start) -> None:
    served = start()
    assert served.told()
    assert served.ping() == 0
    served.loaded.touch()
    until(lambda: served.ping() == 200)


def test_it_answers_streams_and_leaves_one_line_for_each(start: Start) -> None:
    served = start()
    served.loaded.touch()
    until(lambda: served.ping() == 200)
    whole = served.ask(**CHAT, model="polite")
    stream = served.ask(**CHAT, stream=True)
    assert whole.json()["model"] == "polite"
    assert stream.text.endswith("data: [DONE]\n\n")
    served.process.send_signal(signal.SIGTERM)
    lines = served.lines()
    assert [(line["model"], line["stream"]) for line in lines] == [
        ("polite", False),
        ("tiny", True),
    ]
    assert lines[1]["completion_tokens"] == 4
    assert lines[1]["ttft_ms"] is not None


def test_sigterm_lets_a_stream_end(start: Start) -> None:
    served = start(STAND_IN_HOLDS="yes")
    served.loaded.touch()
    until(lambda: served.ping() == 200)
    body, url = CHAT | {"stream": True}, f"{served.url}/invocations"
    with httpx.stream("POST", url, json=body, timeout=PATIENCE_S) as answer:
        events = answer.iter_lines()
        first = next(events)
        served.process.send_signal(signal.SIGTERM)
        assert first.startswith("data: ")
        assert [line for line in events if line][-1] == "data: [DONE]"
    assert served.wait() == 0


def test_container_without_a_gpu_ends_with_the_reason(start: Start) -> None:
    served = start(gpus=0)
    assert served.wait() == 1
    assert served.log[-1].startswith("lockgate: no GPU is visible to this container: nvidia-smi")


def test_empty_model_folder_ends_with_the_reason(start: Start, tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    served = start()
    assert served.wait() == 1
    assert served.log[-1].endswith(
        "model is empty; name a release with a folder of weights, or set HF_MODEL_ID"
    )


def test_variable_that_cannot_be_used_ends_with_the_reason(start: Start) -> None:
    served = start(LOCKGATE_QUANTIZATION="int4")
    assert served.wait() == 1
    assert served.log[-1].startswith("lockgate: LOCKGATE_QUANTIZATION is 'int4'; write one of")
