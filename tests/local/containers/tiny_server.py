# ruff: noqa: T201 - what it prints is what the tests read
"""The program of the test containers. The variable MODE chooses how it behaves."""

import http.server
import json
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

MODE = os.environ.get("MODE", "")


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._answer(503 if MODE == "never-healthy" else 200, b"")

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/exit":
            print("told to exit", flush=True)
            os._exit(3)
        self._answer(200, json.dumps(state()).encode())

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing for each request."""


def state() -> dict[str, object]:
    model = Path(os.environ["SAGEMAKER_BASE_DIR"], "model")
    return {
        "arguments": sys.argv[1:],
        "environment": dict(os.environ),
        "model": sorted(file.name for file in model.iterdir()),
        "files": sorted(str(path) for path in Path().iterdir()),
        "prefix": sys.prefix,
    }


def drain(*_: object) -> NoReturn:
    print("drained", flush=True)
    sys.exit(0)


if MODE == "exit":
    print("the model file is missing", flush=True)
    sys.exit(7)
if MODE == "reason":
    print("Traceback\nlockgate: the model file is empty", flush=True)
    sys.exit(1)
if MODE == "silent-exit":
    os.kill(os.getpid(), signal.SIGKILL)
if MODE == "deaf":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
else:
    signal.signal(signal.SIGTERM, drain)
print(f"started: {os.environ['GREETING']}", flush=True)
address = (os.environ["LOCKGATE_BIND_HOST"], int(os.environ["SAGEMAKER_BIND_TO_PORT"]))
with http.server.ThreadingHTTPServer(address, Handler) as server:
    server.serve_forever()
