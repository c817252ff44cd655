"""Numbers as the table shows them; what is unknown is a dash."""

DASH = "-"
"""No data, which is not zero."""
SMALL = 0.05
"""What is less would be shown as 0.0, and is not zero either."""


def milliseconds(value: float | None) -> str:
    """Return a time in ms or s: `9.9 ms`, `168 ms`, `1.02 s`, `62.0 s`."""
    if value is None:
        return DASH
    if 0 < value < SMALL:
        return "<0.1 ms"
    if value < 1000:
        return f"{value:.1f} ms" if value < 9.95 else f"{value:.0f} ms"
    return f"{value / 1000:.2f} s" if value < 10_000 else f"{value / 1000:.1f} s"


def rate(value: float | None) -> str:
    """Return a number with as many digits as matter: `0.4`, `36`, `12.3k`."""
    if value is None:
        return DASH
    if 0 < value < SMALL:
        return "<0.1"
    if value >= 10_000:
        return f"{value / 1000:.1f}k"
    return f"{value:.0f}" if value >= 9.95 else f"{value:.1f}"


def percent(value: float | None) -> str:
    """Return a share: `0 %`, `0.3 %`, `12 %`; a small one is not none."""
    if value is None:
        return DASH
    if value == 0:
        return "0 %"
    return "<0.1 %" if value < 0.1 else f"{value:.1f} %" if value < 9.95 else f"{value:.0f} %"


def dollars(value: float | None) -> str:
    """Return a price: `1.22`, `<0.01`, `1,204`."""
    if value is None:
        return DASH
    if 0 < value < 0.01:
        return "<0.01"
    return f"{value:.2f}" if value < 100 else f"{value:,.0f}"
