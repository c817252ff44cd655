from collections.abc import Mapping, Sequence

import pytest

from inference_code.vllm.devices import DeviceError, Facts, count_devices, look

TWO = ["GPU 0: NVIDIA L4 (UUID: GPU-a)", "GPU 1: NVIDIA L4 (UUID: GPU-b)"]


def counted(
    environ: Mapping[str, str] | None = None,
    *,
    listed: Sequence[str] | None = TWO,
    files: Sequence[str] = (),
) -> int:
    return count_devices(Facts(environ=environ or {}, files=files, listed=listed))


def test_gpus_are_those_that_the_driver_lists() -> None:
    assert counted() == 2


def test_slices_of_a_gpu_are_no_further_gpus() -> None:
    assert counted(listed=["GPU 0: NVIDIA H100", "  MIG 3g.40gb Device 0: (UUID: MIG-a)"]) == 1


@pytest.mark.parametrize("listed", [None, []])
def test_without_the_drivers_list_the_device_files_are_counted(listed: list[str] | None) -> None:
    files = ["nvidia0", "nvidia1", "nvidiactl", "nvidia-uvm", "null"]
    assert counted(listed=listed, files=files) == 2


@pytest.mark.parametrize(
    ("chosen", "count"),
    [("0", 1), ("1,0", 2), (" 1 ", 1), ("GPU-a", 1), ("GPU-a,GPU-b", 2), ("0,7,1", 1), ("0,-1", 1)],
)
def test_cuda_sees_what_is_chosen_up_to_the_first_invalid_entry(chosen: str, count: int) -> None:
    assert counted({"CUDA_VISIBLE_DEVICES": chosen}) == count


@pytest.mark.parametrize("chosen", ["", "-1", "2"])
def test_choice_that_leaves_no_gpu_is_refused(chosen: str) -> None:
    with pytest.raises(DeviceError, match=f"CUDA_VISIBLE_DEVICES is '{chosen}'"):
        counted({"CUDA_VISIBLE_DEVICES": chosen})


def test_container_without_a_gpu_is_refused_with_what_was_seen_and_the_fix() -> None:
    with pytest.raises(DeviceError) as refused:
        counted({"NVIDIA_VISIBLE_DEVICES": "void"}, listed=None)
    assert str(refused.value) == (
        "no GPU is visible to this container: nvidia-smi cannot be asked, /dev has no nvidia0, "
        "NVIDIA_VISIBLE_DEVICES is 'void'. vLLM needs one: use a GPU instance, such as "
        "ml.g6.2xlarge, or a release whose container runs on CPUs"
    )


def test_this_machine_can_be_asked() -> None:
    facts = look({"CUDA_VISIBLE_DEVICES": "0"})
    assert "null" in facts.files
    assert facts.environ == {"CUDA_VISIBLE_DEVICES": "0"}
