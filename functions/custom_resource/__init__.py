"""Answers of functions that CloudFormation calls itself, without a framework between them."""

from .answer import Event, answer

__all__ = ["Event", "answer"]
