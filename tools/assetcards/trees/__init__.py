"""Sources of card files: folders, packages, memory, and registered plugins."""
