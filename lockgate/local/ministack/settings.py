"""MiniStack's environment variables."""

import os
from collections.abc import Mapping
from pathlib import Path

from lockgate.local.loopback import past_proxies
from lockgate.local.protocol.scope import Scope


def foreign(environ: Mapping[str, str]) -> set[str]:
    """Variables of the shell that functions must not inherit: other addresses, real credentials."""
    return {name for name in environ if name.startswith("AWS_")}


def settings(*, port: int, scope: Scope, root: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """One port, nothing kept on disk, no Docker, no banner, and CDK's own functions can run."""
    modules = [str(root / "node_modules"), environ.get("NODE_PATH", "")]
    return {
        **past_proxies(environ),
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": "localhost",
        "MINISTACK_ACCOUNT_ID": scope.account,
        "MINISTACK_REGION": scope.region,
        "LOG_LEVEL": environ.get("LOG_LEVEL", "WARNING"),
        "SERVICES": "",
        "PERSIST_STATE": "0",
        "S3_PERSIST": "0",
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
        "LAMBDA_EXECUTOR": "local",
        # At its start MiniStack removes containers that it takes for its own.
        "DOCKER_HOST": "unix:///nonexistent/lockgate-needs-no-docker.sock",
        # Node functions of CDK (custom resources) expect the AWS SDK there.
        "NODE_PATH": os.pathsep.join(filter(None, modules)),
    }
