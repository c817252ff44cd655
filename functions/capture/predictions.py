"""What classifiers predict.

Shapes of Hugging Face's pipelines and of Text Embeddings Inference: `[{"label", "score"}]` for one
text or for each of several, `[[{"label", "score"}, ...], ...]` with all classes of each text; and
rows of CSV that are `label,score`. Labels of zero-shot classifiers (`{"labels", "scores"}`) are
chosen by the client and so are part of the request: they are no predictions here.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MOST_SCORE = 1e9
"""Scores are shares, or what shares are made of; no more than this either way."""
LONGEST_LABEL = 64
"""Characters; what is longer is a text, and no name of a class."""


@dataclass(frozen=True)
class Prediction:
    """The likeliest class of one text."""

    label: str
    score: float


def predictions(value: Any, prompts: int | None) -> tuple[Prediction, ...]:
    """The likeliest class for each text; none if the value is no answer of a classifier.

    Args:
        value: of JSON.
        prompts: how many texts were classified, as far as that is known.
    """
    rows = value if isinstance(value, list) else [value]
    if not rows:
        return ()
    if all(isinstance(row, list) for row in rows):
        best = [_best(row) for row in rows]
    elif prompts == len(rows) or _repeats(rows):
        best = [_best([row]) for row in rows]
    else:
        best = [_best(rows)]
    found = tuple(each for each in best if each is not None)
    return found if len(found) == len(best) else ()


def of_rows(text: str) -> tuple[Prediction, ...]:
    """The predictions in CSV; none if a row is no `label,score`."""
    rows = [row for row in csv.reader(text.splitlines()) if row]
    found = [_of_row(row) for row in rows]
    known = tuple(each for each in found if each is not None)
    return known if len(known) == len(rows) else ()


def _best(classes: Sequence[Any]) -> Prediction | None:
    known = [_prediction(each) for each in classes]
    scored = [each for each in known if each is not None]
    if not scored or len(scored) < len(known):
        return None
    return max(scored, key=lambda each: each.score)


def _prediction(value: Any) -> Prediction | None:
    if not isinstance(value, Mapping) or not {"label", "score"} <= set(value):
        return None
    label, score = value["label"], value["score"]
    if isinstance(score, bool) or not isinstance(score, int | float):
        return None
    if not -MOST_SCORE <= score <= MOST_SCORE:  # nor is NaN, which Athena's JSON does not know
        return None
    if not isinstance(label, str | int) or len(str(label)) > LONGEST_LABEL:
        return None
    return Prediction(str(label), float(score))


def _repeats(rows: Sequence[Any]) -> bool:
    """Whether a class comes twice, as it can only in answers about several texts."""
    labels = [row.get("label") for row in rows if isinstance(row, Mapping)]
    return len({str(label) for label in labels}) < len(labels)


def _of_row(row: Sequence[str]) -> Prediction | None:
    try:
        label, score = row
        # Any two columns of a table look alike: a share of 1 says that the first one is a class.
        if not 0 <= float(score) <= 1:
            return None
        return _prediction({"label": label.strip(), "score": float(score)})
    except ValueError:
        return None
