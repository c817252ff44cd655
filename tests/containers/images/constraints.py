"""What the required packages need in turn is the same on every day, too."""

from posixpath import dirname, join, normpath

from tests.containers.images.definition import Definition
from tests.containers.images.requirements import (
    CONSTRAINTS,
    arguments,
    copied_files,
    install_commands,
    loose_lines,
)


def loose_packages(found: Definition) -> list[str]:
    """Requirements that leave the versions of further packages open."""
    copied = copied_files(found)
    return [
        problem
        for words in install_commands(found)
        if "--no-deps" not in words
        for target in arguments(words)
        if target in copied
        for problem in _unconstrained(found, target, copied)
    ]


def _unconstrained(found: Definition, target: str, copied: dict[str, str]) -> list[str]:
    source = copied[target]
    lines = (found.root / source).read_text(encoding="utf-8").splitlines()
    names = [match[1] for line in lines if (match := CONSTRAINTS.fullmatch(line))]
    if not names:
        return [f"{source} says no `-c constraints.txt`; add it, and run `make pins`"]
    return [problem for name in names for problem in _missing(found, target, name, copied)]


def _missing(found: Definition, target: str, name: str, copied: dict[str, str]) -> list[str]:
    """A file of constraints that pip would not find, or that pins nothing."""
    source = copied[target]
    wanted, at = (normpath(join(dirname(path), name)) for path in (source, target))
    if copied.get(at) != wanted:
        return [f"{source} says `-c {name}`, and {wanted} is not copied to {at}"]
    return loose_lines(found.root / wanted, found.root)
