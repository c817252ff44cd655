"""Asynchronous inference: requests wait in a queue, and answers go to S3."""
