"""The change policies: one module for each kind of change. A module's docstring is its manual page."""
