"""What a change of cards does: the library beside a second, naive comparison, and case by case."""
