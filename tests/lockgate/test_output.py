import re

import pytest
from rich.console import Console

from lockgate import console
from lockgate.output import harmless, print_json


@pytest.mark.parametrize(
    ("body", "shown"),
    [(b'{"a":1}', '{\n  "a": 1\n}\n'), (b"no JSON", "no JSON\n"), (b"\xff", "\ufffd\n")],
)
def test_json_on_a_terminal_is_indented_and_anything_else_is_shown(
    body: bytes, shown: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "out", Console(force_terminal=True, no_color=True))

    print_json(body)

    assert re.sub("\x1b\\[[0-9;]*m", "", capsys.readouterr().out) == shown


def test_control_characters_do_not_reach_a_terminal() -> None:
    assert harmless("a\x1b[31mb\n\tü\x07") == "a[31mb\n\tü"
