"""Turns captured requests and answers into figures, and takes out what must not be kept.

S3 tells a queue of each captured object; the function reads it line by line and stores one object
of rows for it, which hold figures and no text. Where redaction is configured, a redacted copy takes
the place of the captured object before anything is derived from it.
"""
