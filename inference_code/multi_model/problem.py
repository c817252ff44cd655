"""What is wrong with a document that the platform or an archive gives."""

from pydantic import ValidationError


def first_problem(error: ValidationError) -> tuple[str, str]:
    """The path of the first wrong field, empty for the whole document, and a sentence about it."""
    first = error.errors()[0]
    path = ".".join(str(step) for step in first["loc"])
    return path, f"{path}: {first['msg']}" if path else first["msg"]
