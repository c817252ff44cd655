from pathlib import Path

import pytest

from infra.config.dockerfile.errors import DockerfileError
from infra.config.dockerfile.instructions import Instruction, read_instructions


def read(tmp_path: Path, text: str) -> list[Instruction]:
    file = tmp_path / "Dockerfile"
    file.write_text(text)
    return read_instructions(file)


def test_continuation_lines_are_joined_under_the_first_line_number(tmp_path: Path) -> None:
    assert read(tmp_path, "\nRUN a \\\n  && b\n") == [Instruction("RUN", "a   && b", 2)]


def test_comments_and_blank_lines_inside_an_instruction_are_dropped(tmp_path: Path) -> None:
    assert read(tmp_path, "RUN a \\\n# why\n\nb\n") == [Instruction("RUN", "a b", 1)]


def test_comments_between_instructions_are_dropped(tmp_path: Path) -> None:
    assert read(tmp_path, "# one\nFROM a\n  # two\n") == [Instruction("FROM", "a", 2)]


def test_keyword_in_lower_case_is_known(tmp_path: Path) -> None:
    assert read(tmp_path, "from a") == [Instruction("FROM", "a", 1)]


def test_text_of_a_heredoc_is_no_instruction(tmp_path: Path) -> None:
    read_back = read(tmp_path, "RUN <<EOF\nENV A=1\nEOF\nENV B=2\n")
    assert [(one.keyword, one.line) for one in read_back] == [("RUN", 1), ("ENV", 4)]


def test_escape_directive_changes_the_continuation_character(tmp_path: Path) -> None:
    text = "# escape=`\nENV PATH=c:\\\nRUN a `\nb"
    assert [one.value for one in read(tmp_path, text)] == ["PATH=c:\\", "a b"]


def test_unknown_instruction_is_named_with_file_and_line(tmp_path: Path) -> None:
    with pytest.raises(DockerfileError, match=r"Dockerfile:2  FORM is no Dockerfile instruction"):
        read(tmp_path, "FROM a\nFORM b")


def test_heredoc_without_end_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DockerfileError, match=r":1  the text that ends with EOF has no end"):
        read(tmp_path, "RUN <<EOF\nENV A=1\n")


def test_missing_dockerfile_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DockerfileError, match="a container folder needs a Dockerfile"):
        read_instructions(tmp_path / "Dockerfile")
