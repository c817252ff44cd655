"""What an image is made from, and what has no place in it."""

import re

from infra.config.dockerfile.words import split_words
from tests.containers.images.definition import Definition, commands

EXACT = re.compile(r"[^:@]+:v?\d+\.\d+\.\d+[\w.-]*(@sha256:[0-9a-f]{64})?")
BUILD_TOOLS = re.compile(
    r"(gcc|g\+\+|clang|make|cmake|ninja-build|git|build-essential|cargo|rustc|maven|.+-dev|.+-devel)"
    r"(=.*)?"
)
SECRET = re.compile(
    r"(^|_)(SECRET|TOKEN|PASSWORD|PASSWD|CREDENTIALS?|ACCESS_KEY|API_KEY|PRIVATE_KEY)(_|$)"
)
SECRET_FILE = re.compile(r"(^|/)(\.env|\.netrc|\.npmrc|\.aws|\.ssh|id_rsa|.+\.pem)$")


def loose_bases(found: Definition) -> list[str]:
    """Base images that another day may be others."""
    bases = [stage.base for stage in found.stages]
    return [f"{base} is no exact release" for base in bases if not EXACT.fullmatch(base)]


def tools_of_a_build(found: Definition) -> list[str]:
    """Compilers and pip in the last stage; they belong into one whose results it copies."""
    problems = []
    if re.search(r":.*-devel\b", found.image.base):
        problems.append(f"{found.image.base} has compilers; take the runtime variant")
    for words in commands(found.last):
        if any(word.rpartition("/")[2] in ("pip", "pip3") for word in words):
            problems.append("the last stage runs pip; install in a stage before it")
        tools = [word for word in words if BUILD_TOOLS.fullmatch(word)]
        problems += [f"the last stage has {tool}" for tool in tools]
    return problems


def one_stage(found: Definition) -> list[str]:
    """An image that copies nothing from a stage of its own."""
    return [] if found.image.built_from else ["the last stage copies nothing from another stage"]


def files_of_other_images(found: Definition) -> list[str]:
    """COPY from an image that no FROM names, whose release would be checked nowhere."""
    copies = [each for each in found.instructions if each.keyword == "COPY"]
    flags = [flag for each in copies for flag in split_words(each.value) if flag[:7] == "--from="]
    known = sum(len(stage.built_from) for stage in found.stages)
    return [f"one of {', '.join(flags)} names no stage"] if len(flags) > known else []


def secrets(found: Definition) -> list[str]:
    """Names that promise a secret, and files that hold one: layers keep both for everybody."""
    names = [name for stage in found.stages for name in (*stage.environment, *stage.arguments)]
    files = [file for stage in found.stages for copy in stage.copies for file in copy.sources]
    return [
        *(f"{name} looks like a secret" for name in names if SECRET.search(name)),
        *(f"COPY {file} looks like a secret" for file in files if SECRET_FILE.search(file)),
    ]
