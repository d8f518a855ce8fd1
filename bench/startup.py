"""What the command costs beside an empty Python: the CPU time of whole processes, user and system.

Runs `python -c pass`, `import assetcards` and `catalog show` in turn, so that a busy machine slows all of them alike,
and prints medians and their ratios. Exit code 1 when a ratio is beyond its bound.
"""

from __future__ import annotations

import argparse
import compileall
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.measuring import EMPTY, Commands, measure

HERE = Path(__file__).resolve().parents[1]
CARD = "qwen3_8b"
BOUNDS = {"import assetcards": 4.0, f"catalog show {CARD}": 7.0}


def commands() -> Commands:
    """What is measured."""
    beside_python = Path(sys.executable).parent / "catalog"
    return {
        "import assetcards": [sys.executable, "-c", "import assetcards"],
        f"catalog show {CARD}": [str(beside_python), "show", CARD, "--root", str(HERE / "catalog")],
    }


def main() -> int:
    """Measure, print a table, and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=40, help="how often each command is run (default 40)")
    runs = parser.parse_args().runs
    compileall.compile_dir(HERE / "tools" / "assetcards", quiet=1)  # as an installer does
    measured = measure(commands(), runs)
    unit = measured[EMPTY].seconds
    print(f"{'command':<24} {'median CPU':>12} {'ratio':>7} {'bound':>7}")
    for name, cost in measured.items():
        bound = f"{BOUNDS[name]:.1f}" if name in BOUNDS else ""
        print(f"{name:<24} {cost.seconds * 1000:>9.1f} ms {cost.seconds / unit:>7.2f} {bound:>7}")
    return 1 if any(measured[name].seconds / unit >= bound for name, bound in BOUNDS.items()) else 0


if __name__ == "__main__":
    sys.exit(main())
