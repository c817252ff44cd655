"""A snapshot as an SVG that needs nothing from elsewhere."""

import io
import re

from rich.console import Console

from lockgate.top.snapshot import Snapshot
from lockgate.top.table import WIDE, render

FONTS = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
"""What is there: rich's own template loads a font over the network, which no README does."""


def draw(snapshot: Snapshot) -> str:
    """Return what a terminal shows, in a window."""
    terminal = Console(
        width=WIDE, record=True, force_terminal=True, highlight=False, file=io.StringIO()
    )
    terminal.print(render(snapshot, width=WIDE))
    title = f"lockgate top {snapshot.environment}"
    return local_fonts(terminal.export_svg(title=title, unique_id="top"))


def local_fonts(svg: str) -> str:
    """Let an SVG use the fonts of the reader."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return svg.replace("Fira Code, monospace", FONTS)
