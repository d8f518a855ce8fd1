"""Rules on card files: their kind, their size, and what git makes of them."""
