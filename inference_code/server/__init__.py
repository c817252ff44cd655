"""The ASGI server: one application that serves any handler, and the process around it."""
