"""Deploying with the real CDK CLI: its command lines, its output, and what to show of it."""
