from pathlib import Path

from infra.config.check import check, examine
from tests.infra.config.samples import environment, small_card, small_endpoint, write, write_text


def test_rules_run_on_files_that_load_beside_files_that_do_not(tmp_path: Path) -> None:
    bad = environment(endpoints={"chat": small_endpoint(volume_gb=0)})
    write(tmp_path, environments={"a": bad})
    write_text(tmp_path, "environments/b.yaml", "a: [")
    assert [(v.file, v.rule) for v in check(tmp_path)] == [
        ("environments/b.yaml", "YAML"),
        ("environments/a.yaml", "RT-VOL-01"),
    ]


def test_model_whose_card_does_not_load_is_not_called_missing(tmp_path: Path) -> None:
    write(tmp_path, models={"small": small_card(task="sing")})
    assert [v.path for v in check(tmp_path)] == ["task"]


def test_only_some_environments(tmp_path: Path) -> None:
    bad = environment(endpoints={"chat": small_endpoint(volume_gb=0)})
    write(tmp_path, environments={"a": bad, "b": environment(account="222233334444")})
    assert check(tmp_path, only=["b"]) == []


def test_what_loads_is_given_beside_the_violations(tmp_path: Path) -> None:
    write(tmp_path, environments={"a": environment()})
    write_text(tmp_path, "environments/b.yaml", "a: [")
    project, violations = examine(tmp_path)
    assert list(project.environments) == ["a"]
    assert [violation.file for violation in violations] == ["environments/b.yaml"]
