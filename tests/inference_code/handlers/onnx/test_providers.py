import logging
from pathlib import Path

import pytest

from inference_code.handlers.onnx.providers import CPU, CUDA, choose_provider, nvidia_devices

DEVICE = Path("/dev/nvidia0")


def test_cuda_is_chosen_where_it_is_offered_and_a_device_is_there() -> None:
    assert choose_provider([CUDA, CPU], [DEVICE]) == CUDA


def test_build_for_cpus_ignores_a_device() -> None:
    assert choose_provider([CPU], [DEVICE]) == CPU


def test_build_for_gpus_without_a_device_computes_on_the_cpu_and_says_so(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        assert choose_provider([CUDA, CPU], []) == CPU
    assert "there is no NVIDIA device" in caplog.text


def test_devices_are_those_with_a_number(tmp_path: Path) -> None:
    for name in ("nvidia0", "nvidia1", "nvidiactl", "nvidia-uvm"):
        (tmp_path / name).touch()
    assert [path.name for path in nvidia_devices(tmp_path)] == ["nvidia0", "nvidia1"]
