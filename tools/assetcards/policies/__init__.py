"""The change policies: one small module each, its docstring the manual page of its code."""
