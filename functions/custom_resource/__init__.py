"""Answers of functions that CloudFormation calls itself, without a framework between them."""

from .answer import Event, answer
from .clients import client
from .deadline import Context

__all__ = ["Context", "Event", "answer", "client"]
