"""Splits a Dockerfile into instructions: continuations, comments, heredocs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from infra.config.dockerfile.errors import DockerfileError

KEYWORDS = frozenset(
    {
        *("ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK"),
        *("LABEL", "MAINTAINER", "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME"),
        "WORKDIR",
    }
)
_DIRECTIVE = re.compile(r"^#\s*(\w+)\s*=\s*(\S+)\s*$")
_HEREDOC = re.compile(r"<<-?\s*([\"']?)([A-Za-z_]\w*)\1")


@dataclass(frozen=True)
class Instruction:
    """One instruction, its continuation lines joined."""

    keyword: str
    """Upper case."""
    value: str
    """The rest, quotes and variables as written."""
    line: int
    """Line of the keyword, from 1."""
    heredoc: bool = False
    """Whether it carries inline text, which is dropped."""


def read_instructions(file: Path) -> list[Instruction]:
    """Return the instructions of a Dockerfile in order; raise DockerfileError where one is wrong.

    Syntax: https://docs.docker.com/reference/dockerfile/
    """
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        message = f"cannot be read ({error.strerror}); a container folder needs a Dockerfile"
        raise DockerfileError(file, 1, message) from error
    return list(_Reader(file, text).instructions())


class _Reader:
    def __init__(self, file: Path, text: str) -> None:
        self._file = file
        self._lines = text.splitlines()
        self._escape = _escape_character(self._lines)
        self._next = 0

    def instructions(self) -> Iterator[Instruction]:
        while self._next < len(self._lines):
            line = self._lines[self._next]
            self._next += 1
            if not _is_blank_or_comment(line):
                yield self._instruction(line, number=self._next)

    def _instruction(self, line: str, *, number: int) -> Instruction:
        keyword, _, value = self._joined(line).strip().partition(" ")
        keyword = keyword.upper()
        if keyword not in KEYWORDS:
            message = f"{keyword} is no Dockerfile instruction"
            raise DockerfileError(self._file, number, message)
        heredocs = _HEREDOC.findall(value) if keyword in {"RUN", "COPY", "ADD"} else []
        for _, word in heredocs:
            self._skip_heredoc(word, number)
        return Instruction(keyword, value.strip(), number, heredoc=bool(heredocs))

    def _joined(self, line: str) -> str:
        parts = []
        while line.rstrip().endswith(self._escape):
            parts.append(line.rstrip()[:-1])
            line = self._continuation()
        return "".join([*parts, line]).replace("\t", " ")

    def _continuation(self) -> str:
        # Docker drops comments and blank lines between the lines of one instruction.
        while self._next < len(self._lines):
            line = self._lines[self._next]
            self._next += 1
            if not _is_blank_or_comment(line):
                return line
        return ""

    def _skip_heredoc(self, word: str, number: int) -> None:
        while self._next < len(self._lines):
            line = self._lines[self._next]
            self._next += 1
            if line.strip() == word:
                return
        raise DockerfileError(self._file, number, f"the text that ends with {word} has no end")


def _is_blank_or_comment(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _escape_character(lines: list[str]) -> str:
    for line in lines:
        directive = _DIRECTIVE.match(line)
        if directive is None:
            break
        if directive[1].lower() == "escape":
            return directive[2]
    return "\\"
