"""What the verbs cost in catalogs of other sizes and shapes, and in real ones; writes a table and a plot of the growth.

The catalogs of ten cards a file are the steps of the plot. Others are beside them: one card a file, the shape of a
collection whose families are smaller, and copies of real cards. Each verb runs in turn with `python -c pass`, its first
run apart, and the least CPU time counts: that of whole processes, children included.
"""

from __future__ import annotations

import argparse
import compileall
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.catalogs import Shape, first_card_of, head_of, write_catalog, write_copy
from bench.commands import HERE, MAY_FAIL, SLOW, keep_names, verb_commands
from bench.measuring import EMPTY, Cost, measure
from bench.plot import render_curves

SHAPES = {"10,000, a card a file": Shape(10_000, 1), "5,500, a card a file": Shape(5_500, 1, 743)}
"""In the second, families are smaller, and 1,300 cards are the base of others."""

CURVES = (
    *("show", "show, pinned", "completion", "list, names", "list, names, cold", "validate", "validate, cold"),
    *("validate --staged", "diff", EMPTY),
)

SMALL = 1_000
"""The largest catalog in which what is slow runs as often as the rest."""


def measure_verbs(folder: Path, runs: int, only: str) -> dict[str, Cost]:
    """What the verbs take in a catalog."""
    os.chdir(folder)
    keep_names(head_of(folder))
    chosen = {name: words for name, words in verb_commands(folder, first_card_of(folder)).items() if only in name}
    slow = {name: words for name, words in chosen.items() if name in SLOW}
    quick = {name: words for name, words in chosen.items() if name not in SLOW}
    return {**measure(slow, 1, pick=min, may_fail=MAY_FAIL), **measure(quick, runs, pick=min, may_fail=MAY_FAIL)}


def render_scales(measured: Mapping[str, Mapping[str, Cost]]) -> str:
    """A column for each catalog."""
    lines = [f"| milliseconds of CPU | {' | '.join(measured)} |", f"|---|{'---:|' * len(measured)}"]
    for verb in next(iter(measured.values())):
        times = (f"{costs[verb].seconds * 1000:,.0f}" for costs in measured.values())
        lines.append(f"| {verb} | {' | '.join(times)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="how often each command is run (default 5)")
    parser.add_argument("--cards", type=int, nargs="+", default=[100, 1000, 10_000], help="the sizes of the catalogs")
    parser.add_argument("--real", type=Path, nargs="+", default=[HERE / "catalog"], help="folders of real cards")
    parser.add_argument("--only", default="", help="measure only verbs with this in their name")
    parser.add_argument("--folder", type=Path, default=HERE / "build" / "bench", help="where the catalogs are")
    options = parser.parse_args()
    compileall.compile_dir(HERE / "tools" / "assetcards", quiet=1)  # as an installer does
    shapes = {**{f"{cards:,}": Shape(cards) for cards in options.cards}, **SHAPES}
    catalogs = {name: write_catalog(options.folder, shape) for name, shape in shapes.items()}
    catalogs |= {"/".join(cards.parts[-2:]): write_copy(options.folder, cards) for cards in options.real}
    with tempfile.TemporaryDirectory() as cache:
        os.environ["CATALOG_CACHE_DIR"] = cache
        os.environ["CATALOG_CPU_SECONDS"] = "3600"  # as in `table.py`
        measured = {name: measure_verbs(folder, options.runs, options.only) for name, folder in catalogs.items()}
    table = render_scales(measured)
    (options.folder / "scale.md").write_text(table)
    curves = {
        verb: [(cards, measured[f"{cards:,}"][verb].seconds) for cards in options.cards]
        for verb in CURVES
        if verb in next(iter(measured.values()))
    }
    (options.folder / "growth.svg").write_text(render_curves(curves))
    print(table, end="")


if __name__ == "__main__":
    main()
