"""`lockgate demo`: the whole path once, on this machine, in a minute."""

from __future__ import annotations


def demo() -> None:
    """Start a local AWS, deploy to it, ask every endpoint, read its figures, and stop."""
    from lockgate.demo.tour import run
    from lockgate.project import project_root

    run(project_root())
