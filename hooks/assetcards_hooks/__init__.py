"""The hooks of this repository, one module each."""
