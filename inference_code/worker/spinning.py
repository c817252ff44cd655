"""How busily the threads of an engine wait for each other."""

from collections.abc import MutableMapping

VARIABLE = "GOMP_SPINCOUNT"
SPINS = "1000"
"""Looks for work before a thread sleeps; libgomp's default is 300,000, some 15 ms.

Engines that answer at once on the same cores would otherwise wait for threads that cannot run,
because others wait so busily. Measured on two cores, in tokens/s: two models at once 73 instead
of 23, four 47 instead of 1.3; one alone keeps 98 % of its speed. Never to spin at all
(OMP_WAIT_POLICY=passive) gives four 66, and takes more than half of the speed from one.
"""


def limit_spinning(environ: MutableMapping[str, str]) -> None:
    """Set the limit unless the operator chose how to wait; before the engine is imported."""
    if "OMP_WAIT_POLICY" not in environ:
        environ.setdefault(VARIABLE, SPINS)
