"""The whole path once, for someone who sees Lockgate for the first time."""
