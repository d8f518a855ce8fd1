"""What a card is and resolves to (CARD_SPEC), with the origin of every value."""
