# ruff: noqa: T201 - what it prints is what the tests read
"""A container that does what each request's JSON body tells it.

The variable MODE is for starts, and a start waits for the file that GATE names.

Runs as a program, and within the tests through `serving`.
"""

import http.server
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

ATTRIBUTES = "X-Amzn-SageMaker-Custom-Attributes"


class EchoHandler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.answer(200, b"")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with suppress(ValueError):
            wanted = json.loads(body)
            if isinstance(wanted, dict) and "do" in wanted:
                getattr(self, wanted["do"])(wanted)
                return
        self.answer(200, body, {"Content-Type": self.headers["Content-Type"]})

    def describe(self, _wanted: dict[str, object]) -> None:
        told = {"headers": dict(self.headers), "environment": dict(os.environ), "pid": os.getpid()}
        self.answer(200, json.dumps(told).encode(), {ATTRIBUTES: self.headers.get(ATTRIBUTES, "")})

    def fail(self, wanted: dict[str, int]) -> None:
        self.answer(wanted["status"], b'{"error": "told to fail"}')

    def repeat(self, wanted: dict[str, int]) -> None:
        self.answer(200, b"x" * wanted["bytes"])

    def hang(self, _wanted: dict[str, object]) -> None:
        print("the client waits", flush=True)
        if not self.connection.recv(1):  # returns when the client closes
            print("the client hung up", flush=True)
        self.close_connection = True

    def wait_for(self, wanted: dict[str, str]) -> None:
        print("waits for a file", flush=True)
        while not os.path.exists(wanted["file"]):  # noqa: PTH110 - no import for one use
            time.sleep(0.01)
        self.answer(200, b"")

    def stream(self, wanted: dict[str, list[str]]) -> None:
        self.start_stream()
        for piece in wanted["pieces"]:
            self.chunk(piece.encode())
        self.chunk(b"")

    def stream_and_die(self, _wanted: dict[str, object]) -> None:
        self.start_stream()
        self.chunk(b"the last words")
        self.close_connection = True

    def stream_and_hang(self, wanted: dict[str, object]) -> None:
        self.start_stream()
        self.chunk(b"and then nothing")
        self.hang(wanted)

    def stream_slowly(self, wanted: dict[str, int]) -> None:
        self.start_stream()
        for number in range(wanted["pieces"]):
            self.chunk(f"{number} ".encode())
            time.sleep(0.01)
        self.chunk(b"")

    def crash(self, _wanted: dict[str, object]) -> None:
        print("told to crash", flush=True)
        os._exit(3)

    def start_stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing for each request."""


@contextmanager
def serving(host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve in a thread; yields the base URL."""
    server = http.server.ThreadingHTTPServer((host, port), EchoHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def main() -> None:
    if os.environ.get("MODE") == "exit":
        print("the model file is missing", flush=True)
        sys.exit(7)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    while "GATE" in os.environ and not os.path.exists(os.environ["GATE"]):  # noqa: PTH110 - as above
        time.sleep(0.01)
    print(f"serving {os.environ.get('GREETING', 'nothing')}", flush=True)
    address = (os.environ["LOCKGATE_BIND_HOST"], int(os.environ["SAGEMAKER_BIND_TO_PORT"]))
    http.server.ThreadingHTTPServer(address, EchoHandler).serve_forever()


if __name__ == "__main__":
    main()
