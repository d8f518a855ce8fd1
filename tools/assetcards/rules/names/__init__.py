"""Rules on the names of cards, environments and files, and where they are."""
