"""Rules on what a card inherits and repeats."""
