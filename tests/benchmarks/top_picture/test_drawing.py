from benchmarks.top_picture.drawing import draw
from tests.lockgate.top.samples import row, snapshot


def test_picture_shows_the_table() -> None:
    picture = draw(snapshot(row()))

    assert picture.startswith("<svg")
    assert "chat" in picture
    assert "lockgate&#160;top&#160;local" in picture or "lockgate top local" in picture


def test_picture_needs_nothing_from_the_network() -> None:
    picture = draw(snapshot(row()))

    assert "@font-face" not in picture
    assert "url(http" not in picture
    assert "cdnjs" not in picture


def test_same_snapshot_is_the_same_picture() -> None:
    assert draw(snapshot(row())) == draw(snapshot(row()))
