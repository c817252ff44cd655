"""The chart of docs/observability/cost.md: USD a month over requests a month, both logarithmic."""

from math import log10
from pathlib import Path

from benchmarks.observability_cost.bill import bill
from benchmarks.observability_cost.flow import Setting
from benchmarks.observability_cost.page import ALONE, TOGETHER

FILE = Path(__file__).parents[2] / "docs/observability/cost.svg"
WIDTH, HEIGHT, LEFT, BOTTOM, RIGHT, TOP = 740, 360, 60, 44, 170, 16
X_DECADES = (4, 8)
Y_DECADES = (1, 3)
POINTS = 64
CURVES = ((ALONE, "#b45309", "each line alone"), (TOGETHER, "#1d4ed8", "a minute together"))
NAMES = {4: "10 k", 5: "100 k", 6: "1 M", 7: "10 M", 8: "100 M"}


def draw() -> str:
    """The chart as SVG."""
    parts = [*_grid(), *(part for curve in CURVES for part in _curve(*curve)), *_titles()]
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="system-ui, sans-serif" font-size="13" fill="#6b7280">\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


def _x(requests: float) -> float:
    first, last = X_DECADES
    return LEFT + (log10(requests) - first) / (last - first) * (WIDTH - LEFT - RIGHT)


def _y(usd: float) -> float:
    first, last = Y_DECADES
    share = (log10(usd) - first) / (last - first)
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _grid() -> list[str]:
    right, low, line = WIDTH - RIGHT, HEIGHT - BOTTOM, 'stroke="#e5e7eb"'
    parts = []
    for decade in range(Y_DECADES[0], Y_DECADES[1] + 1):
        y = _y(10**decade)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{right}" {line}/>')
        parts.append(_text(LEFT - 8, y + 4, f"{10**decade:,}", "end"))
    for decade in range(X_DECADES[0], X_DECADES[1] + 1):
        x = _x(10**decade)
        parts.append(f'<path d="M{x:.1f} {TOP}V{low}" {line}/>')
        parts.append(_text(x, low + 18, NAMES[decade], "middle"))
    return parts


def _curve(setting: Setting, colour: str, name: str) -> list[str]:
    first, last = X_DECADES
    traffic = [10 ** (first + (last - first) * i / (POINTS - 1)) for i in range(POINTS)]
    costs = [sum(bill(requests, setting).values()) for requests in traffic]
    points = [f"{_x(n):.1f},{_y(usd):.1f}" for n, usd in zip(traffic, costs, strict=True)]
    line = f'<polyline points="{" ".join(points)}" fill="none" stroke="{colour}" stroke-width="2"/>'
    label = f"{name}: {costs[-1]:,.0f}"
    return [line, _text(_x(traffic[-1]) + 8, _y(costs[-1]) + 4, label, "start", colour)]


def _titles() -> list[str]:
    return [
        _text(LEFT + 6, TOP + 14, "USD a month", "start"),
        _text(WIDTH - RIGHT, HEIGHT - 8, "requests a month", "end"),
    ]


def _text(x: float, y: float, text: str, anchor: str, colour: str = "#6b7280") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}"'
    return f"<text {place}>{text}</text>"
