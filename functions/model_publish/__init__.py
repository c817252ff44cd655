"""Puts the configured models of a multi-model endpoint where the endpoint finds them."""
