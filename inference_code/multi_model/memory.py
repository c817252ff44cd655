"""Which model holds how much of the memory that all share."""

from inference_code.errors import InsufficientMemoryError
from inference_code.settings import MEBIBYTE


class Memory:
    """A number of bytes, given out by name."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._taken: dict[str, int] = {}

    @property
    def free(self) -> int:
        """Bytes that nobody holds."""
        return self._total - sum(self._taken.values())

    def taken_by(self, name: str) -> int:
        """Bytes that a model holds."""
        return self._taken[name]

    def take(self, name: str, needs: int) -> None:
        """Give memory to a model; to be called only if so much is free."""
        self._taken[name] = needs

    def release(self, name: str) -> None:
        """Take the memory of a model back, if it has any."""
        self._taken.pop(name, None)

    def refuse(self, needs: int, *, idle: int) -> InsufficientMemoryError:
        """The answer to a model that needs more than is free or held by idle models."""
        needed, total = _mebibytes(needs), self._total // MEBIBYTE
        limit = f"all models together may take {total} MiB (LOCKGATE_MODEL_MEMORY_MIB)"
        if needs > self._total:
            return InsufficientMemoryError(f"the model needs {needed} MiB, and {limit}")
        busy = _mebibytes(self._total - self.free - idle)
        return InsufficientMemoryError(
            f"the model needs {needed} MiB, and {limit}, of which models that answer or load hold "
            f"{busy}; unload one of them, or retry later"
        )


def _mebibytes(size: int) -> int:
    """Rounded up, so that what is needed never looks less than it is."""
    return -(-size // MEBIBYTE)
