"""What an image would hold: the last stage of a Dockerfile, evaluated."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from infra.config.dockerfile.errors import DockerfileError
from infra.config.dockerfile.instructions import Instruction, read_instructions
from infra.config.dockerfile.words import expand, split_words


@dataclass(frozen=True)
class Copy:
    """Files of the build context that an image receives."""

    sources: tuple[str, ...]
    """Paths or patterns relative to the build context."""
    target: str
    """Absolute path in the image; a `/` at its end makes it a folder."""
    line: int


@dataclass
class Image:
    """The state of one build stage."""

    file: Path
    base: str = ""
    """The image that it starts from, directly or through other stages."""
    environment: dict[str, str] = field(default_factory=dict)
    """ENV, without the variables of an image that FROM names."""
    arguments: dict[str, str] = field(default_factory=dict)
    workdir: str = "/"
    entrypoint: tuple[str, ...] | None = None
    copies: tuple[Copy, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
    """LABEL, without those of an image that FROM names."""
    built_from: tuple["Image", ...] = ()
    """Other stages whose files it copies."""


def read_image(file: Path, *, base: Mapping[str, str]) -> Image:
    """Evaluate a Dockerfile up to the end of its last stage.

    `base`: variables of the base image that ENV may refer to, such as PATH.
    Raises DockerfileError with file and line for what does not parse.
    """
    image = _built(file, base).stages[-1]
    if image.entrypoint is None:
        message = (
            "the last stage has no ENTRYPOINT; SageMaker runs an image with the argument "
            '`serve`, which replaces CMD: add ENTRYPOINT ["python", "-m", "MODULE"]'
        )
        raise DockerfileError(file, 1, message)
    return image


def read_stages(file: Path) -> list[Image]:
    """Evaluate every stage of a Dockerfile, in order.

    Raises DockerfileError with file and line for what does not parse.
    """
    return _built(file, {}).stages


def _built(file: Path, base: Mapping[str, str]) -> "_Build":
    build = _Build(file, base)
    for instruction in read_instructions(file):
        build.apply(instruction)
    if not build.stages:
        raise DockerfileError(file, 1, "has no FROM")
    return build


class _Build:
    def __init__(self, file: Path, base: Mapping[str, str]) -> None:
        self._file = file
        self._base = base
        self._globals: dict[str, str] = {}
        self.stages: list[Image] = []
        self._named: dict[str, Image] = {}
        self._rules: dict[str, Callable[[Image, Instruction], None]] = {
            "ENV": self._env,
            "ARG": self._arg,
            "LABEL": self._label,
            "WORKDIR": self._workdir,
            "ENTRYPOINT": self._entrypoint,
            "COPY": self._copy,
            "ADD": self._copy,
        }

    def apply(self, instruction: Instruction) -> None:
        if instruction.keyword == "FROM":
            self._from(instruction)
        elif self.stages:
            if rule := self._rules.get(instruction.keyword):
                rule(self.stages[-1], instruction)
        elif instruction.keyword == "ARG":
            self._globals |= self._arguments(instruction, self._globals)
        else:
            raise self._error(instruction, f"{instruction.keyword} stands before the first FROM")

    def _from(self, instruction: Instruction) -> None:
        words = [w for w in split_words(instruction.value) if not w.startswith("--")]
        if len(words) not in {1, 3}:
            raise self._error(instruction, "FROM takes IMAGE, or IMAGE AS NAME")
        source = expand(words[0], self._globals)
        parent = self._named.get(source.lower(), Image(self._file, source))
        image = replace(
            parent,
            environment=dict(parent.environment),
            labels=dict(parent.labels),
            arguments={},
        )
        names = [str(len(self.stages)), *words[2:]]
        self._named |= {name.lower(): image for name in names}
        self.stages.append(image)

    def _env(self, image: Image, instruction: Instruction) -> None:
        words = _assignments(instruction)
        image.environment |= self._pairs(words, instruction, self._scope(image))

    def _label(self, image: Image, instruction: Instruction) -> None:
        scope = self._scope(image)
        pairs = self._pairs(_assignments(instruction), instruction, scope)
        image.labels |= {expand(name, scope): value for name, value in pairs.items()}

    def _arg(self, image: Image, instruction: Instruction) -> None:
        image.arguments |= self._arguments(instruction, self._scope(image))

    def _workdir(self, image: Image, instruction: Instruction) -> None:
        path = expand(instruction.value, self._scope(image))
        image.workdir = str(PurePosixPath(image.workdir) / path)

    def _entrypoint(self, image: Image, instruction: Instruction) -> None:
        if instruction.value.startswith("["):
            image.entrypoint = self._exec_form(instruction)
        else:
            image.entrypoint = ("/bin/sh", "-c", instruction.value)

    def _copy(self, image: Image, instruction: Instruction) -> None:
        flags, words = self._flags_and_words(instruction, self._scope(image))
        stages = [flag.removeprefix("--from=") for flag in flags if flag.startswith("--from=")]
        if stages:
            image.built_from += tuple(filter(None, [self._named.get(stages[0].lower())]))
        if stages or instruction.heredoc:
            return
        *sources, target = words or [""]
        if not sources:
            raise self._error(instruction, f"{instruction.keyword} takes SOURCE... TARGET")
        absolute = str(PurePosixPath(image.workdir) / target)
        folder = "/" if len(sources) > 1 or target.endswith(("/", ".")) else ""
        copy = Copy(tuple(sources), absolute + folder, instruction.line)
        image.copies = (*image.copies, copy)

    def _flags_and_words(
        self, instruction: Instruction, scope: Mapping[str, str]
    ) -> tuple[list[str], list[str]]:
        flags, rest = [], instruction.value
        while rest.startswith("--"):
            flag, _, rest = rest.partition(" ")
            flags.append(flag)
            rest = rest.lstrip()
        if rest.startswith("["):
            return flags, list(self._exec_form(replace(instruction, value=rest)))
        return flags, [expand(word, scope) for word in split_words(rest)]

    def _exec_form(self, instruction: Instruction) -> tuple[str, ...]:
        try:
            words = json.loads(instruction.value)
        except json.JSONDecodeError as error:
            message = f"{instruction.keyword} {instruction.value} is no JSON list: {error}"
            raise self._error(instruction, message) from error
        if not words or not all(isinstance(word, str) for word in words):
            raise self._error(instruction, f"{instruction.keyword} takes a list of strings")
        return tuple(words)

    def _scope(self, image: Image) -> dict[str, str]:
        return {**self._base, **image.arguments, **image.environment}

    def _arguments(self, instruction: Instruction, scope: Mapping[str, str]) -> dict[str, str]:
        # `ARG NAME` in a stage takes the default given before the first FROM.
        words = split_words(instruction.value)
        inherited = {word: self._globals[word] for word in words if word in self._globals}
        given = [word for word in words if "=" in word]
        return inherited | self._pairs(given, instruction, scope)

    def _pairs(
        self, words: list[str], instruction: Instruction, scope: Mapping[str, str]
    ) -> dict[str, str]:
        pairs = {}
        for word in words:
            name, equals, value = word.partition("=")
            if not name or not equals:
                raise self._error(instruction, f"{instruction.keyword} takes NAME=VALUE: {word}")
            pairs[name] = expand(value, scope)
        return pairs

    def _error(self, instruction: Instruction, message: str) -> DockerfileError:
        return DockerfileError(self._file, instruction.line, message)


def _assignments(instruction: Instruction) -> list[str]:
    """The NAME=VALUE words of an instruction, which may also be written NAME VALUE."""
    words = split_words(instruction.value)
    if words and "=" not in words[0]:
        name, _, value = instruction.value.partition(" ")
        return [f"{name}={value.strip()}"] if value else [name]
    return words
