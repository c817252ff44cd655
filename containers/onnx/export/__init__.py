"""Makes model folders for this container of those that Transformers wrote.

Runs in an environment of its own (export-requirements.txt beside this folder), because serving
needs neither PyTorch nor Transformers.
"""
