"""What an image is made of reaches its build, in CodeBuild and with Docker."""

import re
from pathlib import Path, PurePosixPath

from infra.config.dockerfile.errors import DockerfileError
from infra.images.context import context_files
from tests.containers.images.definition import Definition


def missing_from_the_context(found: Definition) -> list[str]:
    """Copied files that do not exist, or that the context of CodeBuild does not hold."""
    try:
        context_files(found.root, found.name)
    except DockerfileError as error:
        return [str(error)]
    return []


def ignored_by_docker(found: Definition) -> list[str]:
    """Files of the context that .dockerignore keeps from a build by hand."""
    patterns = (found.root / ".dockerignore").read_text(encoding="utf-8").splitlines()
    files = [path.relative_to(found.root) for path in context_files(found.root, found.name)]
    return [f".dockerignore leaves {path} out" for path in files if is_ignored(path, patterns)]


def unseen_by_the_local_aws(found: Definition) -> list[str]:
    """Ways to bring a file into the image that the local AWS does not follow."""
    problems = []
    for each in found.instructions:
        if each.keyword == "ADD":
            problems.append(f"line {each.line}: COPY says what it does, ADD fetches and unpacks")
        if each.keyword == "COPY" and each.heredoc:
            problems.append(f"line {each.line}: the text is a file for a folder of the project")
        if each.keyword == "RUN" and "--mount=type=bind" in each.value:
            problems.append(f"line {each.line}: a mounted file is not in the context; COPY it")
    return problems


def is_ignored(path: Path, patterns: list[str]) -> bool:
    """Whether .dockerignore leaves a file out: the last line that fits it or a parent decides.

    Source: https://docs.docker.com/build/concepts/context/#dockerignore-files
    """
    ignored = False
    names = [str(each) for each in (PurePosixPath(path), *PurePosixPath(path).parents)]
    for line in (pattern.strip() for pattern in patterns):
        if line and not line.startswith("#"):
            wanted = _expression(line.removeprefix("!").strip("/"))
            if any(wanted.fullmatch(name) for name in names):
                ignored = not line.startswith("!")
    return ignored


def _expression(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern)
    known = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(known.get(part, re.escape(part)) for part in parts))
