"""MiniStack, the AWS emulator underneath: the only package that imports it.

MiniStack reads its settings from environment variables when it is imported, so they are set
first and its modules are loaded by name. Its event loop is the process's: services run on it,
and CloudFormation handlers on worker threads that hand their work over to it.
"""
