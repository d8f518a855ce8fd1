"""What the command is called, and the variable by which shells ask it to complete."""

PROGRAM = "catalog"
COMPLETION_VARIABLE = "_CATALOG_COMPLETE"
