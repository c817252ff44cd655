from pathlib import Path

from infra.config.rules import check_project
from tests.infra.config.samples import environment, project, small_endpoint


def test_every_violation_is_found_at_once(tmp_path: Path) -> None:
    endpoint = small_endpoint(volume_gb=0, capture={"percent": 101}, scale={"min": 2})
    envs = {"dev": environment(region="nowhere", endpoints={"chat": endpoint})}
    found = check_project(project(tmp_path, environments=envs))
    assert {v.rule for v in found} == {"REGION", "RT-VOL-01", "CAP-01", "AS-03"}


def test_violations_carry_the_line_of_the_value(tmp_path: Path) -> None:
    envs = {"dev": environment(endpoints={"chat": small_endpoint(volume_gb=0)})}
    (found,) = check_project(project(tmp_path, environments=envs))
    lines = (tmp_path / "environments/dev.yaml").read_text().splitlines()
    assert found.line is not None
    assert lines[found.line - 1].strip() == '"volume_gb": 0'


def test_inherited_value_is_reported_once_in_the_file_that_holds_it(tmp_path: Path) -> None:
    dev = environment(endpoints={"chat": small_endpoint(volume_gb=0)})
    local = {"extends": "dev", "account": "000000000000", "images": "local"}
    found = check_project(project(tmp_path, environments={"dev": dev, "local": local}))
    assert [v.file for v in found] == ["environments/dev.yaml"]


def test_overridden_value_is_reported_in_the_file_that_overrides_it(tmp_path: Path) -> None:
    child = {"extends": "dev", "endpoints": {"chat": {"volume_gb": 0}}}
    envs = {"dev": environment(), "other": {**child, "account": "222233334444"}}
    found = check_project(project(tmp_path, environments=envs))
    assert [(v.file, v.path) for v in found] == [
        ("environments/other.yaml", "endpoints.chat.volume_gb")
    ]


def test_warnings_do_not_count_as_errors(tmp_path: Path) -> None:
    envs = {"dev": environment(endpoints={"chat": small_endpoint(instance="ml.m4.xlarge")})}
    found = check_project(
        project(tmp_path, environments={"dev": {**envs["dev"], "region": "eu-central-2"}})
    )
    assert [(v.rule, v.severity) for v in found] == [("REG-01", "warn")]
