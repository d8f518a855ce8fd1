"""The `catalog` command: options in, text out, exit codes, and the one boundary where errors end."""
