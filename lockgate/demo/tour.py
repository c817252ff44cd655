"""The stations of the demo, in order."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from lockgate.addresses import LOCAL, Address
from lockgate.demo import additions, broken, farewell, observed, questions
from lockgate.demo.calls import Called
from lockgate.demo.figures import EndpointFigures, print_figures
from lockgate.demo.narration import headline, station
from lockgate.demo.own_local_aws import own_local_aws
from lockgate.deployment.board import Board


def run(root: Path) -> None:
    """Show everything once, and stop what was started however it ends.

    Raises:
        CommandError: something that the demo needs is missing, or a step failed.
    """
    begun = time.monotonic()
    put_own_programs_first()
    headline()
    station("Check the configuration", "lockgate check")
    broken.show_check(root)
    with own_local_aws(root):
        station("Deploy it with the real CDK CLI", "lockgate deploy local")
        board = deploy()
        station("Ask each endpoint", f"lockgate invoke {LOCAL}/ENDPOINT PROMPT")
        counted = observed.begin(questions.subjects(root))
        calls = call_all(root)
        print_figures(figures_of(calls, board))
        observed.show(counted, calls)
        station("Make a mistake: too small an instance", "lockgate check")
        broken.show_mistake(root)
    farewell.show(root, took_s=time.monotonic() - begun)


def put_own_programs_first() -> None:
    """Let `make demo` find the virtual environment's programs without activating it."""
    folder = str(Path(sys.executable).parent)
    os.environ["PATH"] = os.pathsep.join([folder, os.environ.get("PATH", "")])


def deploy() -> Board:
    """Deploy the local environment, all endpoints at once."""
    from lockgate.commands.deploy import prepare
    from lockgate.deployment.deployment import run_locally

    return run_locally(prepare(LOCAL, None, approve=True))


def call_all(root: Path) -> list[Called]:
    """Ask every endpoint; a multi-model one for a model that is published to it now."""
    from infra.config.endpoints import MultiModelEndpoint

    subjects = questions.subjects(root)
    many = [(s, s.endpoint) for s in subjects if isinstance(s.endpoint, MultiModelEndpoint)]
    calls = questions.ask_all([s for s in subjects if s.endpoint.kind != "multi-model"])
    calls += [additions.publish_and_ask(subject, endpoint) for subject, endpoint in many]
    order = [subject.address for subject in subjects]
    return sorted(calls, key=lambda called: order.index(called.address))


def figures_of(calls: list[Called], board: Board) -> list[EndpointFigures]:
    """Join each answer with the time that its endpoint's stack took to deploy."""
    return [EndpointFigures(called, seconds_to_deploy(called.address, board)) for called in calls]


def seconds_to_deploy(address: Address, board: Board) -> float | None:
    """Return how long the stack of an endpoint took, if this deployment changed it."""
    for stack in board.stacks.values():
        if stack.name == str(address) and stack.phase == "deployed":
            return stack.seconds(board.clock())
    return None
