"""Functions of the pipeline as deployment packages; the local AWS runs them in its own Python."""

from pathlib import Path

from tests.local.conftest import ROOT
from tests.local.functions import package


def code_of(folder: str, **more: str) -> bytes:
    """A folder of `functions/` with what it shares, and further modules by name."""
    files: dict[str, str | bytes] = {f"{name}.py": text for name, text in more.items()}
    for part in ("emf", folder):
        for path in sorted((ROOT / "functions" / part).rglob("*.py")):
            files[_name(path)] = path.read_bytes()
    files["functions/__init__.py"] = (ROOT / "functions" / "__init__.py").read_bytes()
    return package(files)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
