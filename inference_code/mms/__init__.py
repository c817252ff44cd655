"""Multi Model Server behind our server: it runs Java and the workers, and forwards to them.

`server` is what the container starts; `worker` and `service` run inside the workers.
"""
