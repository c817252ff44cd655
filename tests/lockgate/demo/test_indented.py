from lockgate.demo.indented import Indented


def written(*pieces: str, width: int = 20) -> str:
    out: list[str] = []
    text = Indented(out.append, width=width, indent=2)
    for piece in pieces:
        text.add(piece)
    text.close()
    return "".join(out)


def test_text_is_wrapped_at_words() -> None:
    assert written("one two three four five") == "  one two three four\n  five\n"


def test_word_in_pieces_stays_whole() -> None:
    assert written("one two three fo", "ur fi", "ve") == "  one two three four\n  five\n"


def test_whole_word_is_written_at_once() -> None:
    out: list[str] = []
    Indented(out.append, width=20, indent=2).add("one tw")

    assert "".join(out) == "  one"


def test_line_ends_of_the_text_are_kept() -> None:
    assert written("one\ntwo") == "  one\n  two\n"


def test_empty_text_writes_nothing() -> None:
    assert written("") == ""


def test_word_longer_than_the_line_is_written_anyway() -> None:
    assert written("abcdefghij", width=5) == "  abcdefghij\n"
