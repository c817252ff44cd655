"""What the page about vLLM says is what the code does."""

import re
from pathlib import Path

import orjson

from inference_code.vllm.adapters import FOLDER
from inference_code.vllm.further import DECIDED, KNOWN

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "containers" / "vllm.md").read_text(encoding="utf-8")
VARIABLE = re.compile(r"\b(?:LOCKGATE|HF|SAGEMAKER)_[A-Z_]+[A-Z]\b")


def test_page_tells_every_variable_that_the_code_reads() -> None:
    files = (ROOT / "inference_code" / "vllm").glob("*.py")
    read = {name for file in files for name in VARIABLE.findall(file.read_text(encoding="utf-8"))}
    untold = {"SAGEMAKER_BASE_DIR", "SAGEMAKER_MULTI_MODEL", "HF_HUB_OFFLINE"}
    assert read - untold <= set(VARIABLE.findall(PAGE))


def test_page_tells_no_variable_that_nobody_reads() -> None:
    read = "".join(
        file.read_text(encoding="utf-8") for file in (ROOT / "inference_code").rglob("*.py")
    )
    assert [name for name in VARIABLE.findall(PAGE) if name not in read] == []


def test_page_tells_which_variable_decides_a_flag() -> None:
    flags = set(re.findall(r"`--([a-z-]+)`", PAGE)) & DECIDED.keys()
    assert flags == {
        "max-model-len", "max-num-seqs", "gpu-memory-utilization", "max-loras", "shutdown-timeout",
        "allowed-media-domains",
    }  # fmt: skip
    for flag in flags:
        assert f"| `{DECIDED[flag]}` | `--{flag}`" in PAGE


def test_page_tells_the_version_and_the_folder_of_adapters() -> None:
    assert f"vLLM {orjson.loads(KNOWN.read_bytes())['vllm']}" in PAGE
    assert f"{FOLDER}/polite/adapter_config.json" in PAGE
