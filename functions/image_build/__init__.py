"""Builds container images during a deployment."""
