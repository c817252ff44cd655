from datetime import timedelta
from typing import Any

from lockgate.top.deployed import DeployedVariant
from lockgate.top.figures import Figures
from lockgate.top.snapshot import Row, Snapshot
from lockgate.top.window import window_until
from tests.lockgate.fake_metrics import MINUTE, NOW

BUSY = Figures(
    {
        ("Requests", "Sum"): 40,
        ("CompletionTokens", "Sum"): 2400,
        ("TimeToFirstToken", "p50"): 168,
        ("TimeToFirstToken", "p95"): 1212,
        ("TimePerOutputToken", "p50"): 9.87,
        ("Latency", "p95"): 1020,
    },
    240,
)
PRIMARY = DeployedVariant("primary", 2, 2)


def row(**changes: Any) -> Row:
    """A busy variant."""
    known: dict[str, Any] = {
        "endpoint": "chat",
        "kind": "realtime",
        "status": "InService",
        "variant": PRIMARY,
        "is_only": True,
        "figures": BUSY,
        "history": [None, 1, 8],
        "usd_per_hour": 1.22,
        "has_objectives": False,
        "missed": None,
    }
    return Row(**known | changes)


def snapshot(*rows: Row, **changes: Any) -> Snapshot:
    """A look at the local environment."""
    known: dict[str, Any] = {
        "environment": "local",
        "place": "the local AWS",
        "window": window_until(NOW, timedelta(minutes=5)),
        "rows": list(rows),
        "newest": MINUTE,
        "unparsable": 0,
        "prices_read": ["2026-02-15", "2026-09-27"],
    }
    return Snapshot(**known | changes)
