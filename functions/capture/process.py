"""What is done with one captured object, in an order that a kill at any step cannot harm.

1. The redacted copy, the notes of unreadable lines and the rows are stored, each at a key that
   follows from the object's own: another try writes the same again.
2. The captured object is deleted if its redacted copy is whole.
3. Counts are published, by the handler, after all of it. Only the message that stored the rows
   first has them published, so a second message about the same object counts nothing. A message
   that SQS delivers again although it was done is counted twice, as is one whose function ends
   between the counts and its return; its rows are not.
"""

from dataclasses import dataclass

from .digest import Digest
from .lines import read_lines
from .place import CapturedObject, Place
from .settings import Settings
from .store import Store
from .tally import Tally
from .trouble import CaptureError, MissingObjectError


class NotRedactableError(CaptureError):
    """An object has lines out of which nothing can be taken, and so is kept as it is."""

    def __init__(self, message: str, tally: Tally) -> None:
        super().__init__(message)
        self.tally = tally
        """What is to be counted although the message fails: nothing but in the first try."""


@dataclass(frozen=True)
class Processor:
    """Handles captured objects."""

    store: Store
    settings: Settings

    def process(self, source: CapturedObject, *, message: str) -> Tally:
        """Handle an object.

        Args:
            source: it.
            message: id of the message that tells of it; the same in each try.

        Returns:
            What is to be published.

        Raises:
            NotRedactableError: it stays where it is, and what can be read is stored.
            CaptureError: it is not there and was never read, or is no captured object.
            ClientError, BotoCoreError: S3 did not do its part; try again.
        """
        place = Place.of(source.key)
        try:
            chunks = self.store.read(source)
        except MissingObjectError:
            return self._earlier(source, place, message)
        with Digest(place, self.settings.redactions.get(place.endpoint)) as digest:
            digest.take(read_lines(chunks))
            return self._keep(digest, source, place, message)

    def _keep(self, digest: Digest, source: CapturedObject, place: Place, message: str) -> Tally:
        is_redacted = place.endpoint in self.settings.redactions
        if is_redacted:
            self.store.put_copy(source, place.redacted, digest.copy)
        if digest.unreadable:
            self.store.put_note(place.quarantine(source), _note(digest, source))
        first, is_new = self.store.put_rows(
            place.rows, digest.rows, digest=digest.digest, message=message
        )
        if is_redacted and digest.unreadable:
            raise NotRedactableError(
                f"{digest.unreadable} lines of {source} cannot be read and so not be redacted:"
                f" the object stays; see {place.quarantine(source)} in the records bucket",
                digest.tally if is_new else Tally(),
            )
        if is_redacted:
            self.store.delete(source)
        return digest.tally if first == message else Tally()

    def _earlier(self, source: CapturedObject, place: Place, message: str) -> Tally:
        """An object that is gone: an earlier try has replaced it, and perhaps not counted it."""
        try:
            rows, first = self.store.rows(place.rows)
        except MissingObjectError as error:
            raise CaptureError(
                f"{source} is not there, and was never read;"
                " it was deleted or has expired: nothing is left to do but to delete the message"
            ) from error
        tally = Tally()
        if first == message:
            for row in rows:
                tally.add(row)
        return tally


def _note(digest: Digest, source: CapturedObject) -> dict[str, object]:
    """Where the lines are and why they cannot be read; none of their text."""
    return {
        "reason": f"{digest.unreadable} lines cannot be read",
        "where": {"bucket": source.bucket, "key": source.key},
        "events": digest.notes,
    }
