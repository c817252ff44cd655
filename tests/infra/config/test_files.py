from pathlib import Path

from infra.config.files import regular_files


def test_order_is_that_of_the_names(tmp_path: Path) -> None:
    for name in ("b", "a/z", "a/b"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    names = [path.relative_to(tmp_path).as_posix() for path in regular_files(tmp_path)]
    assert names == ["a/b", "a/z", "b"]


def test_leftovers_of_tools_do_not_count(tmp_path: Path) -> None:
    for name in ("__pycache__/x.pyc", ".mypy_cache/y", "z.pyc", ".DS_Store"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    assert list(regular_files(tmp_path)) == []
