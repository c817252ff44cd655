"""What the function brings along is what is tested."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]


def pins(path: Path) -> dict[str, str]:
    found = re.findall(r"^([\w-]+)==([\w.]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    return dict(found)


def test_tests_run_with_the_version_that_is_deployed() -> None:
    deployed = pins(ROOT / "functions/metrics/requirements.txt")
    assert deployed
    assert deployed.items() <= pins(ROOT / "requirements-dev.txt").items()
