"""The verbs: plain arguments in, values out. They neither print nor read the command line."""
