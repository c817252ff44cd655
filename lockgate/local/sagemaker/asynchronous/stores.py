"""What asynchronous inference needs of S3 and SNS."""

from dataclasses import dataclass
from typing import Protocol

from lockgate.local.protocol.scope import Scope


class StorageError(Exception):
    """S3 or SNS refused; the text is its code and its message."""


@dataclass(frozen=True)
class Content:
    """What an object holds."""

    data: bytes
    content_type: str
    """As it was given when the object was written."""


class Objects(Protocol):
    """S3."""

    def get_object(self, scope: Scope, bucket: str, key: str) -> Content:
        """The content of an object.

        Raises:
            StorageError: no such bucket or key.
        """

    def put_object(
        self, scope: Scope, bucket: str, key: str, content: bytes, content_type: str
    ) -> None:
        """Write an object, in the place of one that is there.

        Raises:
            StorageError: no such bucket.
        """


class Topics(Protocol):
    """SNS."""

    def publish(self, scope: Scope, topic: str, message: str) -> None:
        """Hand a message to the subscribers of a topic.

        Raises:
            StorageError: no such topic.
        """
