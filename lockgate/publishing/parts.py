"""An archive in parts, each with its digest, as S3 keeps them until the upload is complete.

Source of the limits: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
"""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MIB = 1 << 20
SMALLEST = 8 * MIB
MOST_PARTS = 10_000


@dataclass(frozen=True)
class Part:
    """A piece of a file; parts count from 1."""

    number: int
    offset: int
    size: int

    def read(self, path: Path) -> bytes:
        """Return its bytes."""
        with path.open("rb") as stream:
            stream.seek(self.offset)
            return stream.read(self.size)


def split(size: int) -> Iterator[Part]:
    """Yield the parts of a file of so many bytes, the same ones each time."""
    step = part_size(size)
    for number, offset in enumerate(range(0, size, step), start=1):
        yield Part(number, offset, min(step, size - offset))


def part_size(size: int) -> int:
    """Return the size of a part: whole MiB, and so large that 10,000 are enough."""
    needed = -(-size // MOST_PARTS)
    return max(SMALLEST, -(-needed // MIB) * MIB)


def checksum(content: bytes) -> str:
    """Return the SHA-256 as S3 writes it."""
    return base64.b64encode(hashlib.sha256(content).digest()).decode()
