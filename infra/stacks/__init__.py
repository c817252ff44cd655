"""Stacks: wiring only. What they wire is defined by constructs."""
