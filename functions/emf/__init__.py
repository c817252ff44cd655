"""CloudWatch metrics as lines of the embedded metric format, shared by functions.

from functions.emf import Distribution, documents, write

latency = Distribution()
latency.add([12.5, 80.0])
lines = documents(
    "Lockgate",
    timestamp_ms=1_795_342_500_000,
    dimensions={"EndpointName": "dev-chat", "VariantName": "a"},
    metrics={"Requests": 2, "Latency": latency},
    units={"Requests": "Count", "Latency": "Milliseconds"},
)
write(lines)  # once, and last: what is on stdout is published
"""

from .distribution import Distribution
from .document import documents, write

__all__ = ["Distribution", "documents", "write"]
