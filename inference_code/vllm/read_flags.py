"""Reads the table of flags from the vLLM that is installed, when its version changes.

In the new image: `VLLM_LOGGING_LEVEL=ERROR python3 -m inference_code.vllm.read_flags > flags.json`.
"""

import argparse
import importlib
import importlib.metadata
import json
import sys
from collections.abc import Iterable


def main() -> None:
    """Print the table."""
    _forget_the_device()
    parser = importlib.import_module("vllm.utils.argparse_utils").FlexibleArgumentParser()
    importlib.import_module("vllm.entrypoints.launchers.cli_args").make_arg_parser(parser)
    table = {"vllm": importlib.metadata.version("vllm"), **flags_of(parser._actions)}
    sys.stdout.write(json.dumps(table, indent=1) + "\n")


def _forget_the_device() -> None:
    """Let vLLM take any machine for one with a CPU: defaults, which it asks a GPU for, do not
    matter here."""
    platforms = importlib.import_module("vllm.platforms")
    platform = importlib.import_module("vllm.platforms.cpu").CpuPlatform()
    vars(platforms).update(_current_platform=platform, current_platform=platform)


def flags_of(actions: Iterable[argparse.Action]) -> dict[str, list[str]]:
    """Long names of flags, by what they take; see `inference_code.vllm.further`."""
    kinds: dict[str, set[str]] = {"switch": set(), "bare": set(), "one": set(), "many": set()}
    for action in actions:
        names = {name[2:] for name in action.option_strings if name.startswith("--")}
        kinds[_kind(action)] |= {name for name in names if not name.startswith("no-")} - {"help"}
    return {kind: sorted(names) for kind, names in kinds.items()}


def _kind(action: argparse.Action) -> str:
    if isinstance(action, argparse.BooleanOptionalAction):
        return "switch"
    if action.nargs == 0:
        return "bare"
    return "many" if action.nargs in ("+", "*") else "one"


if __name__ == "__main__":
    main()
