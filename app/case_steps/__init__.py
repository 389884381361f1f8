"""The working area of each of the seven steps with a case."""
