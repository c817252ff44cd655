"""Who may import whom, and who may read the process environment."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = {"app", "benchmarks", "functions", "inference_code", "infra", "lockgate"}
FORBIDDEN = {
    "inference_code": (OURS - {"inference_code"}) | {"aws_cdk", "boto3", "botocore"},
    "functions": (OURS - {"functions"}) | {"aws_cdk"},
    "infra/config": (OURS - {"infra"}) | {"aws_cdk", "constructs", "boto3", "botocore"},
    "infra": {"lockgate", "functions", "inference_code", "benchmarks", "app"},
    "lockgate": {"aws_cdk", "constructs", "cdk_nag", "functions", "inference_code", "app"},
}
"""Top-level names that no module below a folder imports."""
ENVIRONMENT = {"environ", "environb", "getenv"}


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield ".".join([*_package(path, node.level), *filter(None, [node.module])])


def _package(path: Path, level: int) -> tuple[str, ...]:
    """The package that a relative import starts from; an absolute one has level 0."""
    folders = path.relative_to(ROOT).parts if level else ()
    return folders[: len(folders) - level]


def reads_environment(path: Path) -> bool:
    """Whether a module uses os.environ or os.getenv."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return any(_reads_environment(node) for node in nodes)


def _reads_environment(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return node.value.id == "os" and node.attr in ENVIRONMENT
    if isinstance(node, ast.ImportFrom) and node.module == "os":
        return any(alias.name in ENVIRONMENT for alias in node.names)
    return False


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_folder_imports_nothing_forbidden(folder: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(folder)
        for name in imports(path)
        if name.partition(".")[0] in FORBIDDEN[folder]
    ]
    assert wrong == []


def test_configuration_imports_nothing_else_of_infra() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules("infra/config")
        for name in imports(path)
        if name.partition(".")[0] == "infra" and not name.startswith("infra.config")
    ]
    assert wrong == []


def test_the_command_line_imports_only_the_configuration_of_infra() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules("lockgate")
        for name in imports(path)
        if name.partition(".")[0] == "infra" and not name.startswith("infra.config")
    ]
    assert wrong == []


def test_only_its_adapter_touches_ministack() -> None:
    adapter = ROOT / "lockgate/local/ministack"
    touching = {
        path
        for path in modules("lockgate")
        if any(name.partition(".")[0] == "ministack" for name in imports(path))
        or 'import_module(f"ministack' in path.read_text(encoding="utf-8")
    }
    assert {path.parent for path in touching} == {adapter}


def test_only_the_app_reads_the_environment_on_the_infra_side() -> None:
    assert [str(path) for path in modules("infra") if reads_environment(path)] == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import os\nx = os.environ['A']", True),
        ("import os\nx = os.getenv('A')", True),
        ("from os import environ", True),
        ("from os import sep", False),
        ("x = configuration.environ", False),
    ],
)
def test_reading_the_environment_is_recognised(tmp_path: Path, code: str, expected: bool) -> None:
    path = tmp_path / "module.py"
    path.write_text(code, encoding="utf-8")
    assert reads_environment(path) is expected


def test_imports_are_found_inside_functions(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text("def f():\n    from a.b import c\n    import d\n", encoding="utf-8")
    assert list(imports(path)) == ["a.b", "d"]
