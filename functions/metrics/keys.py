"""Keys of what is stored, which follow from what it says and never from how it came."""

from datetime import UTC, datetime
from functools import lru_cache

RECORDS = "records/"
QUARANTINE = "quarantine/"
PUBLISHED = "published/"


def hour_prefix(folder: str, time_s: float) -> str:
    """The part of keys that an hour (in UTC) has in common; Athena's partitions are named so."""
    return folder + _partition(int(time_s // 3600))


@lru_cache(maxsize=64)
def _partition(hour: int) -> str:
    time = datetime.fromtimestamp(hour * 3600, UTC)
    return f"dt={time:%Y-%m-%d}/hour={time:%H}/"


def record_key(time_s: float, identity: str) -> str:
    """Of a record that CloudWatch Logs sent."""
    return f"{hour_prefix(RECORDS, time_s)}{identity}.json.gz"


def quarantine_key(time_s: float, identity: str) -> str:
    """Of what is told about a record that has trouble."""
    return f"{hour_prefix(QUARANTINE, time_s)}{identity}.json"


def published_key(time_s: float, identity: str) -> str:
    """Of the note that a replay has published a minute."""
    return f"{hour_prefix(PUBLISHED, time_s)}{identity}.json"
