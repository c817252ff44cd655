"""Asking an endpoint: the request, the stream of the answer, and the figures."""
