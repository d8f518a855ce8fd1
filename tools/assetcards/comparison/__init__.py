"""What is between two catalogs: edits, the cards that resolve to something else, and the cause."""
