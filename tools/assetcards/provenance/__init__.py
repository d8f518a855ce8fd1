"""Who set which value when: blame through inheritance, and the history of resolved cards."""
