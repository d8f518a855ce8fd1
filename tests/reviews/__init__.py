"""Golden pages: what `catalog review` shows reviewers of typical changes."""
