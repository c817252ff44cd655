"""How much memory a process takes."""

import resource
import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")
_ANONYMOUS = "RssAnon:"


def memory_in_use(status: Path = _STATUS) -> int:
    """Return bytes: what this process has written to; weights that are mapped do not count.

    Where the kernel does not tell, the most that it has ever held.
    """
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith(_ANONYMOUS):
                return int(line.split()[1]) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
