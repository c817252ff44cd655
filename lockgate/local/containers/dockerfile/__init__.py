"""Reads from a Dockerfile what running its code as a process needs."""
