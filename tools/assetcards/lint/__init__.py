"""Checks a catalog, or a change of it, by the rules."""
