"""llama.cpp's own server, without ours: runs with the container's packages.

python -m benchmarks.llamacpp.bare FILE

It prints a line once its server is healthy, and ends with its input. Its slots and their context
are the container's.
"""

import os
import sys
from http import HTTPStatus
from http.client import HTTPConnection
from urllib.parse import urlsplit

import xllamacpp  # type: ignore[import-untyped]

slots = int(os.environ["LOCKGATE_PARALLEL_REQUESTS"])
parameters = xllamacpp.CommonParams()
parameters.model.path = sys.argv[1]
parameters.n_parallel = slots
parameters.n_ctx = slots * int(os.environ["LOCKGATE_CONTEXT_LENGTH"])
parameters.hostnames = ["127.0.0.1"]
parameters.port = 0  # any that is free
parameters.fit_params = False  # as ours: else the file is read twice
parameters.ui = False
parameters.verbosity = 0
server = xllamacpp.Server(parameters)
address = urlsplit(server.listening_address)
connection = HTTPConnection(str(address.hostname), address.port)
connection.request("GET", "/health")
if (status := connection.getresponse().status) != HTTPStatus.OK:
    raise RuntimeError(f"llama.cpp's server is not healthy: {status}")
sys.stdout.write("loaded\n")
sys.stdout.flush()
sys.stdin.read()
os._exit(0)  # an engine that is idle still has threads
