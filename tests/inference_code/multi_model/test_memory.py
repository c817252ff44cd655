from inference_code.multi_model.memory import Memory
from inference_code.settings import MEBIBYTE


def test_free_is_what_nobody_holds() -> None:
    memory = Memory(100)
    memory.take("a", 30)
    memory.take("b", 50)
    memory.release("a")
    assert (memory.free, memory.taken_by("b")) == (50, 50)


def test_model_over_the_whole_memory_is_told_the_limit() -> None:
    error = Memory(100 * MEBIBYTE).refuse(100 * MEBIBYTE + 1, idle=0)
    assert error.message == (
        "the model needs 101 MiB, and all models together may take 100 MiB "
        "(LOCKGATE_MODEL_MEMORY_MIB)"
    )


def test_model_without_room_is_told_what_the_busy_ones_hold() -> None:
    memory = Memory(100 * MEBIBYTE)
    memory.take("busy", 60 * MEBIBYTE)
    memory.take("idle", 20 * MEBIBYTE)
    error = memory.refuse(50 * MEBIBYTE, idle=20 * MEBIBYTE)
    assert error.message == (
        "the model needs 50 MiB, and all models together may take 100 MiB "
        "(LOCKGATE_MODEL_MEMORY_MIB), of which models that answer or load hold 60; "
        "unload one of them, or retry later"
    )
