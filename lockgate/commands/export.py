"""`lockgate export`: a folder for the container onnx, of a model that Transformers wrote."""

from __future__ import annotations

import asyncio
import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from lockgate import console
from lockgate.errors import CommandError
from lockgate.project import project_root


class Task(StrEnum):
    """What an exported model does."""

    EMBEDDING = "embedding"
    CLASSIFICATION = "classification"


def export(
    original: Annotated[
        str,
        typer.Argument(
            metavar="MODEL@RELEASE|FOLDER", help="A Transformers encoder: of a card, or a folder."
        ),
    ],
    target: Annotated[
        Path, typer.Argument(metavar="TARGET", help="Folder to make; it must not exist.")
    ],
    task: Annotated[
        Task | None, typer.Option("--task", help="Default: what its config.json says.")
    ] = None,
    int8: Annotated[
        bool, typer.Option("--int8", help="Weights in 8 bits: smaller, faster, less exact.")
    ] = False,
) -> None:
    """Make a folder for the container onnx, and prove that it says what the original says.

    The first time, this installs PyTorch into an environment of its own. On Linux, set
    PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu to get the small one, for CPUs.
    """
    from lockgate.export.original import original_folder

    folder = original_folder(original, root=project_root(), report=_note)
    found = make(folder, target, task=task, int8=int8)
    console.out.print(f"[green]✓[/]  {target}: {found}", soft_wrap=True)
    _print_card(target)


def make(folder: Path, target: Path, *, task: str | None, int8: bool) -> str:
    """Export one folder; return what the comparison found.

    Raises:
        CommandError: there is no such model, the target is taken, or the two differ.
    """
    from infra.config.artifacts import default_cache
    from lockgate.export.process import Export, run_export

    if not folder.is_dir():
        raise CommandError(
            f"{folder} is no folder",
            fix="name the folder of a Transformers model, or a release of a card that has one: "
            "MODEL@RELEASE",
        )
    if target.exists():
        raise CommandError(f"{target} is there already", fix="remove it, or name another folder")
    wanted = Export(folder.absolute(), target.absolute(), task, int8)
    work = run_export(wanted, root=project_root(), cache=default_cache(os.environ), report=_note)
    return asyncio.run(work)


def _note(text: str) -> None:
    console.err.print(text, style="dim", markup=False, soft_wrap=True)


def _print_card(target: Path) -> None:
    """What a model card says of the folder, if it is one of the project's."""
    from infra.config.digests import folder_digest

    root = project_root()
    if target.absolute().is_relative_to(root):
        source = target.absolute().relative_to(root).as_posix()
        card = f"source: file:{source}\nsha256: {folder_digest(target)}\ncontainer: onnx"
        console.out.print(f"In a model card:\n[cyan]{card}[/]", soft_wrap=True)
