"""The verbs: plain arguments in, values or text out. They neither print nor read the command line."""
