"""Compares two rulebooks: the same history under both, in a warehouse aside."""
