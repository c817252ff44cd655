"""Inferences by minute, endpoint, variant and model."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from functions.emf import documents

from .cell import Cell
from .envelope import Place
from .names import (
    COUNT,
    ENDPOINT_DIMENSION,
    MODEL_DIMENSION,
    NAMESPACE,
    OF_MODELS,
    OTHER_MODELS,
    UNITS,
    UNPARSABLE,
    VARIANT_DIMENSION,
)
from .record import Inference

MAX_MODELS = 100
"""Of an endpoint, with metrics of their own: each combination of dimensions costs money."""


class Key(NamedTuple):
    """What a figure is of."""

    place: Place
    minute: int
    """Since 1970."""


MAX_WAITING = 10_000
"""Inferences in memory at once. To count many of a group costs less time than to count each."""


class Group:
    """Cells of one minute of a variant."""

    def __init__(self) -> None:
        self.models: defaultdict[str | None, Cell] = defaultdict(Cell)
        """Of answered inferences, by model; None is: not known."""
        self.failed = Cell()
        self.waiting: list[Inference] = []
        """Those that are in no cell yet."""

    def whole(self) -> Cell:
        """All figures of the variant in this minute."""
        return Cell.merged([*self.models.values(), self.failed])


class Aggregate:
    """What a batch adds to the metrics."""

    def __init__(self) -> None:
        self.unparsable: Counter[tuple[str | None, int]] = Counter()
        """Counts by endpoint, if it is known, and minute."""
        self._groups: defaultdict[Key, Group] = defaultdict(Group)
        self._waiting = 0
        self._models: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, place: Place, minute: int, inferences: Sequence[Inference]) -> None:
        """Count inferences of one minute of a variant."""
        self._groups[Key(place, minute)].waiting += inferences
        self._waiting += len(inferences)
        if self._waiting >= MAX_WAITING:
            self._count()

    def groups(self) -> Mapping[Key, Group]:
        """All that was added, counted."""
        if self._waiting:
            self._count()
        return self._groups

    def _count(self) -> None:
        for key, group in self._groups.items():
            answered = defaultdict(list)
            failed = []
            for each in group.waiting:
                if each.status is None or each.status < 400:
                    answered[each.model].append(each)
                else:
                    failed.append(each)
            for model, some in answered.items():
                group.models[self._label(key.place.endpoint, model)].add_succeeded(some)
            if failed:
                group.failed.add_failed(failed)
            group.waiting = []
        self._waiting = 0

    def add_unparsable(self, endpoint: str | None, minute: int, count: int) -> None:
        """Count what was quarantined."""
        self.unparsable[endpoint, minute] += count

    def documents(self) -> list[str]:
        """Lines of the embedded metric format that publish everything."""
        lines = [line for key in self.groups() for line in self.of(key)]
        for (endpoint, minute), count in self.unparsable.items():
            dimensions = {} if endpoint is None else {ENDPOINT_DIMENSION: endpoint}
            lines += documents(
                NAMESPACE,
                timestamp_ms=minute * 60_000,
                dimensions=dimensions,
                metrics={UNPARSABLE: count},
                units={UNPARSABLE: COUNT},
            )
        return lines

    def of(self, key: Key) -> list[str]:
        """Lines that publish one minute of a variant."""
        group = self.groups()[key]
        dimensions = {
            ENDPOINT_DIMENSION: key.place.endpoint,
            VARIANT_DIMENSION: key.place.variant,
        }
        lines = _lines(key, dimensions, group.whole(), UNITS)
        for model, cell in group.models.items():
            if model is not None:
                lines += _lines(key, {**dimensions, MODEL_DIMENSION: model}, cell, OF_MODELS)
        return lines

    def _label(self, endpoint: str, model: str | None) -> str | None:
        """The model's name as a dimension value."""
        known = self._models[endpoint]
        if model is None or model in known:
            return model
        # CloudWatch takes printable ASCII that is not blank only.
        usable = model.isascii() and model.isprintable() and not model.isspace() and model
        if usable and len(known) < MAX_MODELS:
            known.add(model)
            return model
        return OTHER_MODELS


def _lines(key: Key, dimensions: dict[str, str], cell: Cell, names: Iterable[str]) -> list[str]:
    return documents(
        NAMESPACE,
        timestamp_ms=key.minute * 60_000,
        dimensions=dimensions,
        metrics=cell.metrics(names),
        units=UNITS,
    )
