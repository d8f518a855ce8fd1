"""Rules on the fields of one card: what is there, of which type, and what it says."""
