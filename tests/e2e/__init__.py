"""The whole of it, from end to end."""
