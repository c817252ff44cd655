"""The figures of docs/observability/cost.md, which stand between marks in it."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from benchmarks.observability_cost import prices
from benchmarks.observability_cost.bill import Bill, bill, per_million
from benchmarks.observability_cost.captures import capture_bill
from benchmarks.observability_cost.flow import Setting
from benchmarks.observability_cost.sizes import envelope_bytes, line_bytes, metric_bytes

PAGE = Path(__file__).parents[2] / "docs/observability/cost.md"
ALONE = Setting(window_s=0)
TOGETHER = Setting(window_s=60)
TRAFFIC = (10_000, 100_000, 1_000_000, 10_000_000, 100_000_000)


def current(page: str) -> str:
    """The page with figures as they are now."""
    for name, figures in BLOCKS.items():
        begin, rest = page.split(f"<!-- {name} -->\n")
        _, end, after = rest.partition("\n<!-- end -->")
        page = f"{begin}<!-- {name} -->\n{figures()}{end}{after}"
    return page


def _totals() -> str:
    head = ["Requests a month", "Each line alone", "per million", "Lines of a minute together"]
    rows = [_total(requests) for requests in TRAFFIC]
    return _table([*head, "per million", "Most of the dearer one"], rows)


def _total(requests: int) -> list[str]:
    dear, cheap = bill(requests, ALONE), bill(requests, TOGETHER)
    most = max(dear, key=lambda name: dear[name])
    return [
        f"{requests:,}",
        _usd(sum(dear.values())),
        _usd(per_million(requests, ALONE)),
        _usd(sum(cheap.values())),
        _usd(per_million(requests, TOGETHER)),
        most,
    ]


def _parts() -> str:
    return _by_part(bill, (1_000_000, 100_000_000))


def _captures() -> str:
    return _by_part(capture_bill, (1_000_000, 100_000_000))


def _by_part(costs: Callable[[float, Setting], Bill], traffic: Iterable[int]) -> str:
    cases = [(requests, setting) for requests in traffic for setting in (ALONE, TOGETHER)]
    words = {ALONE: "alone", TOGETHER: "together"}
    head = ["USD a month", *(f"{n // 1_000_000} M, {words[setting]}" for n, setting in cases)]
    bills = [costs(requests, setting) for requests, setting in cases]
    rows = [[name, *(_usd(each[name]) for each in bills)] for name in bills[0]]
    rows.append(["**All**", *(f"**{_usd(sum(each.values()))}**" for each in bills)])
    return _table(head, rows)


def _sizes() -> str:
    packed = [f"{envelope_bytes(lines):,.0f}" for lines in (1, 100)]
    printed = [f"{metric_bytes(requests):,.0f}" for requests in (1, 100, 5000)]
    rows = [
        ["a telemetry line, as CloudWatch Logs counts it", str(line_bytes())],
        ["a Kinesis record with 1 line, and with 100", " and ".join(packed)],
        ["metrics of 1, 100 and 5,000 requests in a batch", ", ".join(printed)],
    ]
    return _table(["Measured", "Bytes"], rows)


def _sources() -> str:
    links = ", ".join(f"[{name}]({url})" for name, url in prices.SOURCES.items())
    return f"List prices of us-east-1 as of {prices.AS_OF}: {links}."


def _usd(amount: float) -> str:
    return f"{amount:,.0f}" if amount >= 100 else f"{amount:.2f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    align = ["---", *("---:" for _ in head[1:])]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, align, *rows))


BLOCKS: dict[str, Callable[[], str]] = {
    "totals": _totals,
    "parts": _parts,
    "captures": _captures,
    "sizes": _sizes,
    "sources": _sources,
}
"""What stands between `<!-- NAME -->` and `<!-- end -->`."""
