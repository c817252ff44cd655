"""Which fields a parser filled in."""

import msgspec

from functions.metrics.record import Inference


def known(inference: Inference | None) -> set[str]:
    """The names of the fields that are known."""
    assert inference is not None
    fields = msgspec.structs.asdict(inference)
    return {name for name, value in fields.items() if value is not None}
