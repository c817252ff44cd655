import os
from pathlib import Path

from lockgate.local.ministack.settings import foreign, settings
from lockgate.local.protocol.scope import Scope

SCOPE = Scope("000000000000", "eu-west-1")


def read(**environ: str) -> dict[str, str]:
    return settings(port=4566, scope=SCOPE, root=Path("project"), environ=environ)


def test_optional_listeners_are_off() -> None:
    chosen = read()
    assert (chosen["SFTP_ENABLED"], chosen["IOT_MTLS_ENABLED"]) == ("0", "0")


def test_nothing_is_kept_on_disk_whatever_the_users_shell_says() -> None:
    chosen = read(S3_PERSIST="1", PERSIST_STATE="1")
    assert (chosen["S3_PERSIST"], chosen["PERSIST_STATE"]) == ("0", "0")


def test_node_finds_the_projects_modules_first() -> None:
    path = read(NODE_PATH="others")["NODE_PATH"].split(os.pathsep)
    assert path == [str(Path("project/node_modules")), "others"]


def test_functions_inherit_no_address_or_credentials_of_the_users_shell() -> None:
    shell = {"AWS_ENDPOINT_URL": "http://localhost:1", "AWS_PROFILE": "prod", "HOME": "/home/me"}
    assert foreign(shell) == {"AWS_ENDPOINT_URL", "AWS_PROFILE"}


def test_functions_reach_the_local_aws_past_a_proxy() -> None:
    assert read(HTTP_PROXY="http://proxy")["no_proxy"] == "localhost,127.0.0.1"
