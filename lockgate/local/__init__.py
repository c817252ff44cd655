"""The local AWS: MiniStack and what it lacks, in one process on the loopback interface."""
