"""A bare engine whose clock goes on by RUN_SECONDS in each run; it notes the texts in ASKED."""

import os
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

from benchmarks.loop import answer_lines

SECONDS = int(os.environ["RUN_SECONDS"])
ASKED = Path(os.environ["ASKED"])
runs: list[int] = []
"""The texts of each."""


def embed(texts: Sequence[str]) -> None:
    """Be one run later."""
    runs.append(len(texts))
    ASKED.write_text("\n".join(map(str, runs)))


with patch("time.perf_counter", lambda: SECONDS * len(runs)):
    answer_lines(embed)
