"""What the commands of the containers' benchmarks share."""

import argparse
import signal
import sys


def parser_of(container: str) -> argparse.ArgumentParser:
    """A parser with the option that all have, `--pairs`."""
    parser = argparse.ArgumentParser(
        prog=f"python -m benchmarks.{container}",
        description=f"The container {container} against its bare engine.",
    )
    parser.add_argument(
        "--pairs", type=_pairs, default=7, help="pairs of rounds for each case, 2 or more"
    )
    return parser


def options(container: str, *, requests: int) -> argparse.Namespace:
    """`pairs`, and the `requests` of each round."""
    parser = parser_of(container)
    parser.add_argument("--requests", type=int, default=requests, help="requests of each round")
    return parser.parse_args()


def _pairs(text: str) -> int:
    """Of one pair alone nobody can say where half of them lie."""
    if not text.isdecimal() or int(text) < 2:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 2 on")
    return int(text)


def end_servers_too() -> None:
    """Let SIGTERM end this process as an exception does, so that what it started ends with it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def tell(progress: str) -> None:
    """Say what is being done, because it takes minutes."""
    print(f"{progress} ...", file=sys.stderr, flush=True)  # noqa: T201 - beside the tables
