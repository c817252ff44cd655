"""Deploy an environment: bootstrap once where that is ours to do, then run the CDK CLI."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lockgate import console
from lockgate.aws import Target, readable_errors
from lockgate.deployment.board import Board
from lockgate.deployment.command_line import CommandLine, bootstrap_command, deploy_command
from lockgate.deployment.installing import Installing
from lockgate.deployment.runner import Finished, run_in_terminal, run_watched
from lockgate.deployment.view import watch
from lockgate.errors import CommandError
from lockgate.local.state import StateFolder

if TYPE_CHECKING:
    from infra.config.environment import Environment

TOOLKIT_STACK = "CDKToolkit"
WHOLE = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE")


@dataclass(frozen=True)
class Deployment:
    """What is to be deployed, where and with which CDK CLI."""

    root: Path
    cdk: Path
    name: str
    environment: Environment
    endpoint: str | None
    target: Target
    approve: bool

    @property
    def outputs(self) -> Path:
        """The file in which the CDK CLI leaves the outputs of the stacks."""
        return StateFolder(self.root).path / f"outputs-{self.name}.json"

    @property
    def log(self) -> Path:
        """The file with everything that the CDK CLI said."""
        return StateFolder(self.root).path / "deploy.log"

    def bootstrap(self) -> CommandLine:
        """Return the command that prepares the account."""
        return bootstrap_command(
            self.cdk,
            account=self.environment.account,
            target=self.target,
            cwd=StateFolder(self.root).path,
        )

    def deploy(self) -> CommandLine:
        """Return the command that deploys."""
        return deploy_command(
            self.cdk,
            environment=self.name,
            endpoint=self.endpoint,
            target=self.target,
            root=self.root,
            approve=self.approve,
            outputs=self.outputs,
        )


def is_bootstrapped(target: Target) -> bool:
    """Ask CloudFormation whether the CDK's own stack is there, and whole: not cut short."""
    from botocore.exceptions import ClientError

    with readable_errors(target):
        try:
            found = target.client("cloudformation").describe_stacks(StackName=TOOLKIT_STACK)
        except ClientError as error:
            if "does not exist" in str(error):
                return False
            raise
    return found["Stacks"][0]["StackStatus"] in WHOLE


def run_locally(deployment: Deployment) -> Board:
    """Deploy to the local AWS, bootstrapped first if it is not, with progress of our own.

    Returns how long each stack took.

    Raises:
        CommandError: the CDK CLI failed, or the local AWS stopped meanwhile.
    """
    deployment.log.write_text("")
    if not is_bootstrapped(deployment.target):
        with console.out.status("Bootstrapping the account for the CDK, once"):
            done = run_while_up(deployment, deployment.bootstrap(), on_line=lambda _: None)
        require_success(done, "cdk bootstrap", deployment.log)
        console.out.print("[green]✓[/]  account bootstrapped for the CDK")
    board = Board(time.monotonic)
    with watch(board, Installing(StateFolder(deployment.root).log)) as on_line:
        done = run_while_up(deployment, deployment.deploy(), on_line=on_line)
    require_success(done, "cdk deploy", deployment.log, told=board.tells_why())
    return board


def run_while_up(
    deployment: Deployment, command: CommandLine, *, on_line: Callable[[str], object]
) -> Finished:
    """Run the CDK CLI, which would try a local AWS that is gone again and again, for minutes.

    Raises:
        CommandError: the local AWS stopped meanwhile.
    """
    up = partial(is_up, deployment)
    done = run_watched(command, log=deployment.log, on_line=on_line, worth_it=up)
    if done.exit_code and not up():
        raise CommandError(
            "the local AWS stopped during the deployment",
            fix="start it, then deploy again: lockgate local up --detach",
        )
    return done


def is_up(deployment: Deployment) -> bool:
    """Tell whether the local AWS that is deployed to is still there."""
    state = StateFolder(deployment.root).read()
    return state is not None and state.endpoint_url == deployment.target.endpoint_url


def require_success(done: Finished, what: str, log: Path, *, told: bool = False) -> None:
    """Raise that a run failed, after its last lines, unless the user was told why before.

    Raises:
        CommandError: the run failed.
    """
    if done.exit_code:
        for line in [] if told else telling_lines(done.last_lines):
            console.err.print(line, style="dim", markup=False, soft_wrap=True)
        raise CommandError(f"{what} failed with exit code {done.exit_code}", fix=f"read {log}")


def telling_lines(lines: list[str]) -> list[str]:
    """Return the CDK CLI's own account of a failure; all lines if it gave none."""
    starts = [number for number, line in enumerate(lines) if line.lstrip().startswith("❌")]
    return lines[starts[0] :] if starts else lines


def run_on_aws(deployment: Deployment) -> None:
    """Deploy to a real account; the CDK CLI shows its own progress and asks for approval.

    The account is not bootstrapped on the way: that is a decision of its owner.
    """
    if exit_code := run_in_terminal(deployment.deploy()):
        sys.exit(exit_code)


def read_outputs(deployment: Deployment) -> dict[str, dict[str, str]]:
    """Return the outputs of each stack, as the CDK CLI wrote them."""
    if not deployment.outputs.exists():
        return {}
    outputs: dict[str, dict[str, str]] = json.loads(deployment.outputs.read_text())
    return outputs
