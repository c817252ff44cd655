"""Stands in for vLLM where there is no GPU: its arguments, its start and its end, no engine.

It takes the flags of vLLM 0.30.0, refuses all others, builds the application as vLLM does, and ends
as vLLM does. Its answers are recorded ones. It listens as soon as the file in STAND_IN_LOADED
exists: until then it loads. With STAND_IN_HOLDS, streams end no sooner than SIGTERM has come.

Source: vllm/entrypoints/cli/serve.py, vllm/entrypoints/launchers/launcher.py.
"""

import argparse
import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from inference_code.vllm.further import known_flags
from tests.inference_code.vllm.application import Scripted, build_app

PATIENCE_S = 300

TOLD = ("HF_HUB_OFFLINE", "VLLM_MEDIA_URL_ALLOW_REDIRECTS")
"""Variables whose values it says."""


def parser() -> argparse.ArgumentParser:
    """What `vllm serve` takes."""
    made = argparse.ArgumentParser(prog="vllm")
    serve = made.add_subparsers(required=True).add_parser("serve", allow_abbrev=False)
    serve.add_argument("model_tag")
    kinds = known_flags()
    for name in kinds["switch"]:
        serve.add_argument(f"--{name}", action=argparse.BooleanOptionalAction)
    for name in kinds["bare"]:
        serve.add_argument(f"--{name}", action="store_true")
    for name in kinds["many"]:
        serve.add_argument(f"--{name}", nargs="+")
    for name in set(kinds["one"]) - {"middleware"}:
        serve.add_argument(f"--{name}")
    serve.add_argument("--middleware", action="append", default=[])
    return made


class Server(uvicorn.Server):
    """uvicorn that leaves signals to whoever runs it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Handle none."""
        yield


async def serve(arguments: argparse.Namespace) -> None:
    """Serve until SIGTERM, then let the requests end that have begun."""
    scripted = Scripted()
    if "STAND_IN_HOLDS" in os.environ:
        scripted.gate.clear()
    server = Server(
        uvicorn.Config(
            build_app(scripted.routes, arguments.middleware),
            host=arguments.host,
            port=int(arguments.port),
            access_log=not arguments.disable_uvicorn_access_log,
            timeout_graceful_shutdown=int(arguments.shutdown_timeout),
        )
    )

    def stop() -> None:
        server.should_exit = True
        scripted.gate.set()

    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop)
    await server.serve()


def main() -> None:
    """Say what it was started with, load, serve."""
    arguments = parser().parse_args()
    told = {"arguments": sys.argv[1:], **{name: os.environ.get(name) for name in TOLD}}
    print(f"stand-in: {json.dumps(told)}", flush=True)  # noqa: T201 - the test reads it
    deadline = time.monotonic() + PATIENCE_S
    while not Path(os.environ["STAND_IN_LOADED"]).exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    asyncio.run(serve(arguments))


if __name__ == "__main__":
    main()
