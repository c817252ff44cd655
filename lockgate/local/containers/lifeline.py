"""Programs that a thread runs to their end, unless the end of something else comes first."""

import os
import subprocess
import sys
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from lockgate.local.containers.processes import INIT


class Lifeline:
    """Ends the programs that run on it when it is closed, or when this process ends.

    They hang on a pipe that is closed then (see `init_process`), so even SIGKILL leaves none.
    """

    def __enter__(self) -> Self:
        reader, writer = os.pipe()
        self._reader, self._writer = os.fdopen(reader, "rb"), os.fdopen(writer, "wb")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._writer.close()
        self._reader.close()

    def run(self, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """Run a program, and return its exit code, output and errors.

        Raises:
            ValueError: the lifeline is closed.
        """
        return subprocess.run(
            [sys.executable, "-I", "-S", str(INIT), "", *arguments],
            stdin=self._reader,
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,
        )
