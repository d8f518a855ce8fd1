"""Rules on the names and locations of cards, environments and files."""
