"""Draw docs/observability/top.svg anew; needs a local AWS to which `local` is deployed.

Usage: python -m benchmarks.top_picture [MINUTES]
"""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.top_picture.drawing import draw
from benchmarks.top_picture.load import asking
from lockgate.addresses import LOCAL
from lockgate.commands.top import looks_at
from lockgate.top.window import read_window

PICTURE = Path(__file__).parents[2] / "docs" / "observability" / "top.svg"
MINUTES = 11.0
"""As long as the sparkline, and a little for the pipeline."""

minutes = float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES
look = looks_at(LOCAL, read_window("5m"))
with asking():
    time.sleep(minutes * 60)
    PICTURE.write_text(draw(look(datetime.now(UTC))), encoding="utf-8")
