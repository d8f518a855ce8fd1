"""What is kept between runs, in every state that it may be in: no answer of any verb depends on it."""
