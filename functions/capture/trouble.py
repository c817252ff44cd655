"""What keeps a captured object, or a line of one, from being read.

Messages tell where and why, and never quote what was captured: they go to logs and to quarantine.
"""


class CaptureError(Exception):
    """A captured object, or the message that tells of it, cannot be handled."""


class MissingObjectError(CaptureError):
    """An object of S3 is not there."""


class UnreadableError(Exception):
    """A line, or a body in it, is not what SageMaker or a model server writes."""
