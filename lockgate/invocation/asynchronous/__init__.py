"""Asking an async endpoint: the request goes to S3 and into a queue, the result comes from S3."""
