"""Families: what is known of the code that opens assets, without that code."""
