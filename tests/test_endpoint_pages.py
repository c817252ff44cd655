"""The configurations on the pages about endpoints and observability can be deployed."""

from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from ruamel.yaml import YAML

from infra.config.check import check
from infra.config.files import IGNORED_FOLDERS
from infra.config.violations import errors
from tests.test_docs import ROOT, blocks

PAGES = [
    page
    for part in ("endpoints", "observability")
    for page in sorted((ROOT / "docs" / part).glob("*.md"))
]
EXAMPLES = [
    pytest.param(block, id=f"{page.stem}-{number}")
    for page in PAGES
    for number, block in enumerate(blocks(page, "yaml"))
    if "endpoints:" in block
]
HEADER = 'account: "111122223333"\nregion: eu-west-1\n'


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_passes_every_rule(example: str, tmp_path: Path) -> None:
    for name in ("models", "containers", "inference_code"):  # links would lead out of the project
        copytree(ROOT / name, tmp_path / name, ignore=ignore_patterns(*IGNORED_FOLDERS))
    (tmp_path / "cdk.json").symlink_to(ROOT / "cdk.json")
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments/example.yaml").write_text(HEADER + example, encoding="utf-8")
    assert [str(violation) for violation in errors(check(tmp_path))] == []


@pytest.mark.parametrize("kind", ["realtime", "async", "serverless", "multi-model", "inferentia"])
def test_the_first_example_on_the_page_of_a_kind_is_its_smallest(kind: str) -> None:
    examples = blocks(ROOT / f"docs/endpoints/{kind}.md", "yaml")
    (smallest,) = YAML(typ="safe").load(examples[0])["endpoints"].values()
    assert smallest["kind"] == kind
    assert len(smallest) == 3, "the kind, the model, and where it runs"
