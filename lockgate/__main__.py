"""`python -m lockgate` is the same as `lockgate`."""

from lockgate.cli import main

main()
