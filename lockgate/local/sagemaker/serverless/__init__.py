"""Serverless variants: containers that start when they are asked for, and stop when idle."""
