"""The images for CPUs and GPUs differ in one package, and the export has those of the former."""

from pathlib import Path

from tests.containers.onnx.environment import ROOT


def lines(path: str) -> list[str]:
    text = (ROOT / "containers" / Path(path)).read_text()
    return [line.partition("#")[0].strip() for line in text.splitlines() if line[:1] != "#"]


def test_gpu_image_has_another_build_of_the_same_engine() -> None:
    cpu = "\n".join(lines("onnx/requirements.txt"))
    for here, there in (("onnxruntime==", "onnxruntime-gpu=="), ("-c ", "-c ../onnx/")):
        cpu = cpu.replace(here, there)
    assert lines("onnx-cuda/requirements.txt") == cpu.splitlines()


def test_export_has_what_the_container_has() -> None:
    assert "-r requirements.txt" in lines("onnx/export-requirements.txt")
