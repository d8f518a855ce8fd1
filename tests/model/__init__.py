"""A second model of what cards resolve to, written from CARD_SPEC alone, to compare the library with."""
