"""Options of the containers' benchmarks."""

import pytest

from benchmarks.command_line import parser_of


@pytest.mark.parametrize("pairs", ["1", "0", "-3", "two"])
def test_fewer_than_two_pairs_are_refused(pairs: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser_of("onnx").parse_args([f"--pairs={pairs}"])
    assert f"'{pairs}' is no number from 2 on" in capsys.readouterr().err
