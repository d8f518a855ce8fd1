"""The change policies: one module for each kind of change, its docstring the manual page of its code."""
