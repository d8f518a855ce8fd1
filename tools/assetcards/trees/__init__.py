"""Where card files come from: folders, packages and memory, and what others register."""
