"""Rules on what a card inherits and writes again."""
