"""Where the widgets of a dashboard stand: rows on a grid of 24 columns."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from infra.observability.widgets import Properties

COLUMNS = 24
IN_A_ROW = 4
Rows = Sequence[Sequence[Properties]]


def placed(rows: Rows) -> Iterator[Properties]:
    """Widgets with their place, row after row; those of a row that say no width share it."""
    top = 0
    for row in rows:
        widths = [widget.get("width", COLUMNS // len(row)) for widget in row]
        for number, widget in enumerate(row):
            left = sum(widths[:number])
            yield {**widget, "x": left, "y": top, "width": widths[number]}
        top += max((widget["height"] for widget in row), default=0)


def in_rows(graphs: Sequence[Properties]) -> list[list[Properties]]:
    """Graphs in as few rows as hold them, the longest by one graph longer than the shortest."""
    count = -(-len(graphs) // IN_A_ROW)
    ends = [len(graphs) * row // count for row in range(count + 1)] if count else []
    return [list(graphs[start:end]) for start, end in pairwise(ends)]
