import json

from infra.config.project import load_project
from infra.stage import own_containers
from tests.infra.conftest import ROOT
from tests.infra.templates import Assembly


def test_stacks_are_selected_by_environment_and_named_after_lockgate(house: Assembly) -> None:
    manifest = json.loads((house.folder / "assembly-built/manifest.json").read_text("utf-8"))
    stacks = {
        row["displayName"]: row["properties"]["stackName"]
        for row in manifest["artifacts"].values()
        if row["type"] == "aws:cloudformation:stack"
    }
    names = ("data", "observability", "network", "images", "file")
    assert stacks == {f"built/{name}": f"lockgate-built-{name}" for name in names}


def test_own_containers_are_those_that_an_endpoint_runs() -> None:
    project = load_project(ROOT)
    assert own_containers(project, project.environments["dev"]) == ["llamacpp"]
    assert own_containers(project, project.environments["prod"]) == []


def test_endpoints_are_deployed_last_and_destroyed_first(house: Assembly) -> None:
    manifest = json.loads((house.folder / "assembly-docker/manifest.json").read_text("utf-8"))
    waits = {name: row.get("dependencies", []) for name, row in manifest["artifacts"].items()}
    (endpoint,) = [name for name in waits if name.startswith("dockerfolder") and waits[name]]
    (observability,) = [name for name in waits[endpoint] if "observability" in name]
    assert any(name.startswith("dockerdata") for name in waits[observability])


def test_cloudformation_tags_what_cdk_knows_no_tags_of(house: Assembly) -> None:
    manifest = json.loads((house.folder / "assembly-built/manifest.json").read_text("utf-8"))
    tags = [
        row["properties"]["tags"]
        for row in manifest["artifacts"].values()
        if row["type"] == "aws:cloudformation:stack"
    ]
    assert len(tags) == 5
    assert all(each == {"lockgate:environment": "built", "team": "platform"} for each in tags)
