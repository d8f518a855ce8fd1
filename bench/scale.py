"""What the command costs in catalogs of some sizes: the CPU time and the memory of whole processes, children included.

Makes each catalog once (`bench/catalogs.py`, below `build/bench`), and runs each command there in turn with
`python -c pass`; a first run, which leaves the names of cards in the cache, is not counted. Prints the least CPU time,
its ratio to `python -c pass`, and the memory, as a table for each size.
"""

from __future__ import annotations

import argparse
import compileall
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import commands
from bench.catalogs import Shape, write_catalog, write_dependents, write_moved
from bench.commands import HERE
from bench.measuring import EMPTY, measure


def main() -> int:
    """Measure, and print a table for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="how often each command is run (default 3)")
    parser.add_argument("--cards", type=int, nargs="+", default=[100, 1000, 10_000], help="the sizes of the catalogs")
    parser.add_argument("--per-file", type=int, default=10, help="how many cards share a file (default 10)")
    parser.add_argument("--only", default="", help="measure only commands with this in their name")
    parser.add_argument("--folder", type=Path, default=HERE / "build" / "bench", help="where the catalogs are")
    options = parser.parse_args()
    compileall.compile_dir(HERE / "tools" / "assetcards", quiet=1)  # as an installer does
    with tempfile.TemporaryDirectory() as cache:
        os.environ["CATALOG_CACHE_DIR"] = cache
        for shape in [Shape(cards, options.per_file) for cards in options.cards]:
            folder = write_catalog(options.folder, shape)
            write_dependents(folder)
            write_moved(folder)
            os.chdir(folder)
            every = {**commands.bare_commands(folder), **commands.our_commands(folder)}
            chosen = {name: command for name, command in every.items() if options.only in name}
            measured = measure(chosen, options.runs, pick=min, may_fail=commands.MAY_FAIL)
            unit = measured[EMPTY].seconds
            print(f"\n| {shape.cards} cards, {shape.per_file} a file | CPU | ratio | memory |\n|---|---:|---:|---:|")
            for name, cost in measured.items():
                ms, ratio = f"{cost.seconds * 1000:.1f} ms", f"{cost.seconds / unit:.2f}"
                print(f"| {name} | {ms} | {ratio} | {cost.megabytes} MB |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
