"""Put the archive of a release where a multi-model endpoint finds it."""

from __future__ import annotations

from typing import Literal

from lockgate import console
from lockgate.aws import Target, readable_errors
from lockgate.errors import CommandError
from lockgate.publishing.archive import Archive
from lockgate.publishing.progress import megabytes, upload_progress
from lockgate.publishing.published import find
from lockgate.publishing.uploads import Uploader
from lockgate.s3_uris import S3Uri

Done = Literal["published", "replaced", "unchanged"]
ATTEMPTS = 5


def publish(archive: Archive, place: S3Uri, *, target: Target, replace: bool) -> Done:
    """Upload an archive unless it is there already; return what was done.

    Raises:
        CommandError: another archive has this name, or S3 refused.
    """
    with readable_errors(target):
        client = target.client("s3", attempts=ATTEMPTS)
        found = find(client, archive, place)
        if found == "the same":
            return "unchanged"
        if found == "another" and not replace:
            raise CommandError(
                f"{place} is there already with other contents, and a release never changes",
                fix="add the next release to the model card and publish that, or say --replace",
            )
        upload(Uploader(client, archive, place), archive, replace=replace)
    return "published" if found == "nothing" else "replaced"


def upload(uploader: Uploader, archive: Archive, *, replace: bool) -> None:
    """Upload with progress, and say what an interruption leaves."""
    begun = uploader.begin()
    arrived = begun.arrived_bytes(archive)
    if arrived:
        note(f"continuing: {megabytes(arrived)} of {megabytes(archive.size)} arrived before")
    try:
        with upload_progress(archive.name, total=archive.size, arrived=arrived) as on_bytes:
            uploader.finish(begun, on_bytes=on_bytes, replace=replace)
    except KeyboardInterrupt:
        note("\nWhat has arrived is kept; the same command continues the upload.")
        raise


def note(text: str) -> None:
    """Print a remark."""
    console.err.print(text, style="dim", markup=False, soft_wrap=True)
