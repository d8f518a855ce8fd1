"""The rules, one by one: what each says of cards that differ in one thing from cards of which nothing is said."""
