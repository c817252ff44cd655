# ruff: noqa: T201 - what it prints is what the tests read
"""A container that serves the multi-model API; a model is a folder with the file `weight`.

The file says how much memory the model takes, of the CAPACITY that the container has. A model
named `broken` in it is one that does not load, and one named `slow` loads when the file of the
variable GATE is there.
"""

import http.server
import json
import os
import signal
import sys
import time
from pathlib import Path
from urllib.parse import unquote

CAPACITY = int(os.environ.get("CAPACITY", "100"))
MODELS: dict[str, str] = {}
"""Folders by name."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        name = self.model()
        if self.path == "/ping":
            self.answer(200, {})
        elif name in MODELS:
            self.answer(200, {"modelName": name, "modelUrl": MODELS[name]})
        else:
            self.answer(404, {"error": f"{name} is not loaded"})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/models":
            self.load(**json.loads(body))
        elif self.path.endswith("/invoke"):
            self.invoke(self.model(), body)
        else:
            self.answer(404, {"error": self.path})

    def do_DELETE(self) -> None:
        name = self.model()
        print(f"unload {self.target()}", flush=True)
        self.answer(200 if MODELS.pop(name, None) else 404, {})

    def load(self, model_name: str, url: str) -> None:
        print(f"load {self.target()}", flush=True)
        weight = Path(url, "weight").read_text()
        if weight == "broken":
            self.answer(400, {"error": "the weights are broken"})
            return
        while weight == "slow" and not Path(os.environ["GATE"]).exists():
            time.sleep(0.01)
        if model_name in MODELS:
            self.answer(409, {})
        elif used() + size(url) > CAPACITY:
            self.answer(507, {"error": "no memory"})
        else:
            MODELS[model_name] = url
            self.answer(200, {})

    def invoke(self, name: str, body: bytes) -> None:
        if name not in MODELS:
            self.answer(404, {"error": f"{name} is not loaded"})
        elif body == b"forget":
            MODELS.clear()
            self.answer(200, {})
        else:
            folder = Path(MODELS[name])
            told = {"target": self.target(), "pid": os.getpid(), "loaded": len(MODELS)}
            self.answer(200, told | {"weight": (folder / "weight").read_text(), "url": str(folder)})

    def model(self) -> str:
        parts = unquote(self.path).split("/")
        return parts[2] if len(parts) > 2 else ""

    def target(self) -> str:
        return str(self.headers["X-Amzn-SageMaker-Target-Model"])

    def answer(self, status: int, value: object) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing for each request."""


def size(url: str) -> int:
    weight = Path(url, "weight").read_text()
    return int(weight) if weight.isdigit() else 1


def used() -> int:
    return sum(map(size, MODELS.values()))


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    assert os.environ["SAGEMAKER_MULTI_MODEL"] == "true"
    address = (os.environ["LOCKGATE_BIND_HOST"], int(os.environ["SAGEMAKER_BIND_TO_PORT"]))
    http.server.ThreadingHTTPServer(address, Handler).serve_forever()


if __name__ == "__main__":
    main()
