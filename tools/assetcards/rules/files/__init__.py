"""Rules on card files: their type, their size, and how git changes them."""
