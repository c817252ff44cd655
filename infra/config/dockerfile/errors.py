"""What can be wrong with a Dockerfile."""

from pathlib import Path


class DockerfileError(Exception):
    """A Dockerfile does not parse, or asks for what cannot be done; with file and line."""

    def __init__(self, file: Path, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}  {message}")
        self.file = file
        self.line = line
        self.message = message
