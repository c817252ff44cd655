"""Processes of Python functions leave nothing behind.

MiniStack unpacks the code of each process into a folder of its own, and removes it only when it
stops that process itself: not at its end, let alone when it is killed. Nor does it stop the
processes of a function that goes with its stack. Here a process removes its folder at its end,
which comes with the end of MiniStack, however that ends.
"""

import threading
from collections.abc import Callable
from typing import Any

from lockgate.local.protocol.scope import Scope

_RUN = "\nrun()\n"
"""The last line of MiniStack's program."""
_RUN_AND_CLEAN_UP = """
try:
    run()
finally:
    import os, shutil
    shutil.rmtree(os.path.dirname(os.path.abspath(__file__)), ignore_errors=True)
"""


class FunctionProcesses:
    """Ends the processes of functions of stacks, and removes what they were made of."""

    def __init__(self, runtime: Any, types: Any, scope: Callable[[], Scope]) -> None:
        """`runtime` and `types` are MiniStack's modules of Lambda and of CloudFormation's types.

        `scope` gives account and region of the stack operation that is under way.
        """
        program: str = runtime._PYTHON_WORKER_SCRIPT
        if not program.endswith(_RUN):
            raise RuntimeError("MiniStack's program for Python functions is not the one we know")
        runtime._PYTHON_WORKER_SCRIPT = program.removesuffix(_RUN) + _RUN_AND_CLEAN_UP
        self._runtime, self._scope = runtime, scope
        handlers = types._RESOURCE_HANDLERS["AWS::Lambda::Function"]
        self._delete = handlers["delete"]
        handlers["delete"] = self._deleted

    def _deleted(self, name: str, properties: Any) -> None:
        self._delete(name, properties)
        scope = self._scope()
        # It waits for the processes, and this is the event loop.
        threading.Thread(
            target=self._runtime.invalidate_worker,
            args=(name,),
            kwargs={"account": scope.account, "region": scope.region},
            daemon=True,
            name="end of a function",
        ).start()
