from pathlib import Path

import pytest

from lockgate.errors import CommandError
from lockgate.invocation.answer import Answer
from lockgate.invocation.raw_request import raw_request


def test_body_is_sent_as_it_is() -> None:
    assert raw_request("[[1,  2]]").body(stream=False) == b"[[1,  2]]"


def test_body_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "body.json").write_text("[1]")
    assert raw_request(f"@{tmp_path}/body.json").body(stream=False) == b"[1]"


def test_answer_is_shown_as_json() -> None:
    message = [{"label": "é"}]
    assert raw_request("1").read(Answer(lambda: 0.0), message) == '[{"label": "é"}]'


def test_body_that_is_no_json_is_a_mistake() -> None:
    with pytest.raises(CommandError, match=r"the body is no JSON: .*; as in lockgate invoke ENV/"):
        raw_request("{inputs: x}")


def test_file_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="none cannot be read: No such file"):
        raw_request(f"@{tmp_path}/none")
