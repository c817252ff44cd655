"""Runs a container's code as processes of this machine, without Docker."""
