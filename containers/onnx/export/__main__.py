"""`python -m containers.onnx.export FOLDER TARGET`: what `lockgate export` runs.

It prints one JSON object per line: `{"step": ...}`, and at the end `{"done": ...}` or
`{"error": ...}`. Everything else comes from libraries.
"""

import argparse
import signal
import sys
from pathlib import Path

import orjson

from containers.onnx.export.folder import DifferentError, export
from inference_code.handler import LoadError
from inference_code.handlers.onnx.origin import TASKS


def main() -> int:
    """Export one folder; 1 if it cannot be, or should not be."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what is half done goes away
    try:
        verdict = export(
            options.folder,
            options.target,
            task=options.task,
            int8=options.int8,
            report=lambda step: _tell(step=step),
        )
    except (DifferentError, LoadError) as error:
        _tell(error=str(error))
        return 1
    _tell(done=str(verdict))
    return 0


def _tell(**fields: str) -> None:
    sys.stdout.buffer.write(orjson.dumps(fields) + b"\n")
    sys.stdout.buffer.flush()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m containers.onnx.export")
    parser.add_argument("folder", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--task", choices=TASKS)
    parser.add_argument("--int8", action="store_true")
    options = parser.parse_args()
    if options.target.exists():
        parser.error(f"{options.target} is there already")
    return options


if __name__ == "__main__":
    sys.exit(main())
