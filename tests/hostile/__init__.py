"""Files that a validator of cards meets sooner or later: what it has to say about each, and a mended twin of each."""
