"""Lambda's entry: a batch of Kinesis records from the endpoints' logs."""

import os
from collections.abc import Mapping
from time import time
from typing import Any

from functions.emf import write

from .arrival import Arrival
from .batch import process
from .clients import s3
from .reading import Reader
from .settings import Settings
from .store import Store
from .timeliness import publishable


def on_records(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Store a batch, publish what it adds to the metrics, and name what must come again.

    Metrics are written last, and at once. They can be published twice only if the process ends
    after that and before Lambda notes the answer.
    """
    store = Store(Settings.of(os.environ).bucket, s3())
    now_s = time()
    reader = Reader(publishable(now_s), now_s)
    arrivals = [Arrival.of(record) for record in event["Records"]]
    batch = process(arrivals, reader, store.keep)
    write(batch.aggregate.documents())
    return {"batchItemFailures": [{"itemIdentifier": batch.failed}] if batch.failed else []}
