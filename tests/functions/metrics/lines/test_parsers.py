import json

import pytest

from functions.metrics.lines import PARSERS
from tests.functions.metrics.lines import test_lmi, test_tei, test_tgi, test_toolkit, test_uvicorn

LINES = [
    test_tgi.PLAIN,
    test_tgi.document(),
    test_tei.LINE,
    test_lmi.LINE,
    test_toolkit.LINE,
    f"INFO:     {test_uvicorn.ACCESS}",
]


@pytest.mark.parametrize("line", LINES)
def test_exactly_one_server_knows_a_line(line: str) -> None:
    assert sum(parse(line, 0) is not None for parse in PARSERS) == 1


@pytest.mark.parametrize("line", ["", "{", "null", json.dumps({"lockgate": "dropped"}), "Success"])
def test_line_of_nobody_is_left_by_all(line: str) -> None:
    assert all(parse(line, 0) is None for parse in PARSERS)
