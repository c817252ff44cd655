"""The image installs what the local AWS installs, and exactly that."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from infra.config.dockerfile.errors import DockerfileError
from infra.config.dockerfile.image import Copy
from lockgate.local.containers.requirements import requirement_files
from tests.containers.images.definition import Definition, commands

PIN = re.compile(r"[\w.-]+(\[[\w,-]+\])?==[\w.+!]+(\s*;[^#]+)?(\s+#.*)?")
CONSTRAINTS = re.compile(r"-c (\S+)")
FILES = {"-r", "--requirement"}
VALUES = {
    "--prefix",
    "--target",
    "--only-binary",
    "--no-binary",
    "--index-url",
    "--extra-index-url",
}
"""Options of pip that take the next word."""


def loose_requirements(found: Definition) -> list[str]:
    """Requirements that another day or machine may fill otherwise."""
    try:
        files = requirement_files(found.image, context=found.root)
    except DockerfileError as error:
        return [str(error)]
    if not files:
        return ["no requirements.txt is copied, so the local AWS would install nothing"]
    return [problem for path in files for problem in loose_lines(path, found.root)]


def loose_lines(path: Path, root: Path) -> list[str]:
    """Lines of a file that are neither an exact pin nor name the file with further ones."""
    return [
        f"{path.relative_to(root)}: {line} is no exact pin; write NAME==VERSION"
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
        if not PIN.fullmatch(line.strip()) and not CONSTRAINTS.fullmatch(line)
    ]


def installed_past_the_requirements(found: Definition) -> list[str]:
    """What pip gets by name, or from a file that is not copied: the local AWS would not have it."""
    copied = copied_files(found)
    problems = []
    for words in install_commands(found):
        strange = [word for word in arguments(words) if word not in copied]
        problems += [f"pip installs {word}, which is no copied requirements" for word in strange]
    return problems


def copied_files(found: Definition) -> dict[str, str]:
    """Files by their path in a stage of the image, each as its path in the project."""
    copies = [copy for stage in found.stages for copy in stage.copies]
    return {
        at: source for copy in copies for at, source in zip(_at(copy), copy.sources, strict=False)
    }


def _at(copy: Copy) -> list[str]:
    if not copy.target.endswith("/"):
        return [copy.target]
    return [copy.target + PurePosixPath(source).name for source in copy.sources]


def install_commands(found: Definition) -> list[list[str]]:
    """The words of each `pip install`, by whatever path pip is called."""
    return [words for words in commands(found.instructions) if _installs(words)]


def _installs(words: list[str]) -> bool:
    return "install" in words and any(word.rpartition("/")[2] in ("pip", "pip3") for word in words)


def arguments(words: list[str]) -> Iterator[str]:
    """Files of requirements and names of packages among the words of `pip install`."""
    rest = iter(words[words.index("install") + 1 :])
    for word in rest:
        if word in VALUES:
            next(rest)
        elif word not in FILES and not word.startswith("-"):
            yield word
