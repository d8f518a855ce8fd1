"""The rules: one small module each, in the folder of its group; its docstring is the manual page of its code."""
