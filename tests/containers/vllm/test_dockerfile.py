import re
from pathlib import Path

import orjson

from inference_code.vllm.further import KNOWN
from infra.config.dockerfile.image import read_image

FILE = Path(__file__).parents[3] / "containers" / "vllm" / "Dockerfile"


def test_image_is_of_the_version_whose_flags_are_known() -> None:
    base = read_image(FILE, base={}).base
    version = re.fullmatch(r"vllm/vllm-openai:v([0-9.]+)@sha256:[0-9a-f]{64}", base)
    assert version is not None
    assert version[1] == orjson.loads(KNOWN.read_bytes())["vllm"]


def test_packages_are_where_python_looks_for_them() -> None:
    assert read_image(FILE, base={}).environment["PYTHONPATH"] == "/srv:/srv/packages"
