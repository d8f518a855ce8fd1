"""Rules on what cards name: bases, tokenizers and other cards."""
