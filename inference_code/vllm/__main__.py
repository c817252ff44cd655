"""`python3 -m inference_code.vllm serve`: the entry point of the vLLM container."""

import os
import sys
from pathlib import Path
from typing import NoReturn

from inference_code.handler import LoadError
from inference_code.server.process import fail
from inference_code.settings import SettingsError
from inference_code.vllm.arguments import arguments, variables
from inference_code.vllm.devices import DeviceError, look
from inference_code.vllm.settings import VllmSettings

USAGE = "usage: python3 -m inference_code.vllm serve"
VLLM = [sys.executable, "-m", "vllm.entrypoints.cli.main"]
"""The program `vllm`, by this very Python."""
ROOT = Path(__file__).parents[2]


def become(command: list[str], environment: dict[str, str]) -> NoReturn:
    """Replace this process, so that SageMaker's signals reach vLLM itself."""
    sys.stdout.flush()
    os.execve(command[0], command, environment)  # noqa: S606 - arguments, and no shell


def main(given: list[str]) -> int:
    """Become vLLM's own server; return only with the exit code of a failed start."""
    if given != ["serve"]:
        return fail(USAGE)
    try:
        settings = VllmSettings.from_environment(os.environ)
        command = [*VLLM, *arguments(settings, look(os.environ))]
    except (SettingsError, LoadError, DeviceError) as error:
        return fail(str(error))
    become(command, variables(os.environ, settings, root=str(ROOT)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
