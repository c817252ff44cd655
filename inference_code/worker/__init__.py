"""An engine in a process of its own, and the client of it in the server's process.

One process cannot hold several engines well: llama.cpp's binding keeps Python's global lock while
it loads and frees a model, so all others would stand still; memory comes back completely only
when a process ends; and an engine that aborts would take the others with it.
"""
