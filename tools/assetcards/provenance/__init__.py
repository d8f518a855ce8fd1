"""Who set what when: blame through inheritance, and the history of resolved cards."""
