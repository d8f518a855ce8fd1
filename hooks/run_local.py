"""Run a hook from the working tree, with nothing of this repository installed: `python hooks/run_local.py NAME`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

HOOKS = Path(__file__).resolve().parent


def main(argv: Sequence[str]) -> int:
    """Run the hook that the first argument names, as `.pre-commit-hooks.yaml` does, with the others."""
    known = {file.stem.replace("_", "-"): file.stem for file in (HOOKS / "assetcards_hooks").glob("catalog_*.py")}
    if not argv or argv[0] not in known:
        usage = f"usage: python hooks/run_local.py NAME [ARGUMENT]...; the names are {', '.join(sorted(known))}"
        sys.stderr.write(f"{usage}\n")
        return 2
    sys.path[:0] = [str(HOOKS), str(HOOKS.parent / "tools")]
    code: int = import_module(f"assetcards_hooks.{known[argv[0]]}").main(argv[1:])
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
