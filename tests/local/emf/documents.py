"""Documents in embedded metric format, for tests."""

import json
from typing import Any

NOW = 1_800_000_000.0


def directive(*names: str, **members: Any) -> dict[str, Any]:
    definitions = [{"Name": name, "Unit": "Milliseconds"} for name in names]
    base = {"Namespace": "Lockgate", "Dimensions": [["EndpointName"]], "Metrics": definitions}
    return base | members


def document(
    *directives: dict[str, Any], at: float = NOW, endpoint: Any = "chat", **values: Any
) -> str:
    """A document of an endpoint; by default its one directive names all values."""
    known = list(directives) or [directive(*values)]
    metadata = {"Timestamp": int(at * 1000), "CloudWatchMetrics": known}
    return json.dumps({"_aws": metadata, "EndpointName": endpoint, **values})
