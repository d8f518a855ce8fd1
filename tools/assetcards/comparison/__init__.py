"""Compares two catalogs: what was edited, which resolved cards differ, and what caused it."""
