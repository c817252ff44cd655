"""What Lockgate needs on a machine, and whether it is there."""
