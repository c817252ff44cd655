"""Reads a Dockerfile: which files its image takes, and what running its code as a process needs."""
