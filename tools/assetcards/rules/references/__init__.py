"""Rules on the cards that cards refer to: bases, tokenizers and others."""
