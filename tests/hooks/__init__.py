"""The hooks, run by real git and by the real pre-commit in scratch repositories."""
