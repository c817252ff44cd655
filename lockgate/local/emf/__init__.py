"""Embedded metric format: metric values in log events."""
