"""The page about request lines names every image, as telling something or nothing."""

import re
from pathlib import Path

import pytest

from infra.config.log_patterns import OF_IMAGES

PAGE = Path(__file__).parents[3] / "docs/observability/managed-images.md"
ROWS = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]


@pytest.mark.parametrize("family", OF_IMAGES)
def test_image_is_said_to_tell_nothing_exactly_if_no_line_of_it_is_selected(family: str) -> None:
    (row,) = [row for row in ROWS if family in re.findall("`([^`]+)`", row.split("|")[1])]
    assert ("nothing" in row.split("|")[2]) == (not OF_IMAGES[family])
