"""Measures what is promised of the cost of commands, and writes a table and a plot below `build/bench`.

Each command runs in turn with all others of its catalog, its first run apart, and the least CPU time counts: that of
whole processes, children included. Catalogs are generated (`bench/catalogs.py`), and what is kept between runs is in a
cache of its own. Other programs take part where they are installed (`bench/peers.py`).
Exit code 1 when a row that binds is beyond its bound.
"""

from __future__ import annotations

import argparse
import compileall
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import commands, peers
from bench.catalogs import Shape, head_of, write_catalog, write_dependents, write_moved
from bench.commands import CARD, CATALOG, HERE, in_environment
from bench.measuring import Cost, cost_of, measure, measure_inside
from bench.plot import render_plot
from bench.rows import GROWTHS, ROWS, UNITS, Growth, Row

SMALL = 10_000
"""The largest catalog of a quick run."""


class Result(NamedTuple):
    """A row that was measured, in a catalog of so many cards; `other` is what the command that it names costs."""

    row: Row
    cards: int
    cost: Cost
    other: Cost | None

    @property
    def ratio(self) -> float:
        if self.other is None:
            return UNITS[self.row.against](self.cost, self.cards)
        return self.cost.seconds / self.other.seconds

    @property
    def bound(self) -> float | None:
        return self.row.bounds[self.cards]

    @property
    def holds(self) -> bool:
        return self.bound is None or self.ratio <= self.bound


def results_of(cards: int, rows: Sequence[Row], options: argparse.Namespace) -> Iterator[Result]:
    """The rows of one size, measured."""
    rows = [row for row in rows if cards in row.bounds]
    names = {name for row in rows for name in (row.command, row.against)}
    folder = write_catalog(options.folder, Shape(cards))
    os.chdir(folder)
    measured = dict(measure_all(folder, names, options)) if names else {}
    for row in rows:
        if {row.command, row.against} <= {*measured, *UNITS}:
            yield Result(row, cards, measured[row.command], measured.get(row.against))


def measure_all(folder: Path, names: set[str], options: argparse.Namespace) -> Iterator[tuple[str, Cost]]:
    """Everything of these names, as far as it is installed, in the catalog of a folder, the current directory."""
    _, alone = write_dependents(folder)
    if any(name.endswith(", moved") for name in names):
        write_moved(folder)
    commit = head_of(folder)
    commands.keep_names(commit)
    every = {
        **commands.our_commands(folder),
        **commands.bare_commands(folder),
        **peers.peer_commands(folder, options.peers, options.fairseq2),
    }
    slow = commands.SLOW | peers.SLOW
    for runs, are_slow in ((options.runs, False), (max(1, options.runs // 5), True)):
        part = {name: words for name, words in every.items() if name in names and (name in slow) is are_slow}
        if part:
            yield from measure(part, runs, pick=min, may_fail=commands.MAY_FAIL | peers.MAY_FAIL).items()
    if names & commands.INSIDE:
        inside = [sys.executable, str(HERE / "bench" / "inside.py"), str(alone), str(folder), commit, CARD]
        yield from measure_inside(inside, options.runs).items()
    if "index" in names:
        yield "index", cost_of_index(commit)


def cost_of_index(commit: str) -> Cost:
    """What it takes to have the names of all cards of a commit found and kept, in a cache that has nothing."""
    with tempfile.TemporaryDirectory() as cache:
        named = in_environment(f"CATALOG_CACHE_DIR={cache}", CATALOG, "list", "--format", "names", "--rev", commit)
        cost = cost_of(named)
        kept = sum(path.stat().st_size for path in Path(cache).rglob("*") if path.is_file())
    return cost._replace(kept=kept)


def growths_of(results: Iterable[Result]) -> Iterator[tuple[Growth, float]]:
    """How many times as much the commands cost that may grow so far, where both sizes were measured."""
    seconds = {(result.row.command, result.cards): result.cost.seconds for result in results}
    for growth in GROWTHS:
        sizes = [(growth.command, growth.smaller), (growth.command, growth.larger)]
        if all(size in seconds for size in sizes):
            yield growth, seconds[sizes[1]] / seconds[sizes[0]]


def render_table(results: Sequence[Result], growths: Sequence[tuple[Growth, float]]) -> str:
    """The rows as a table, and another one of what may grow so far."""
    lines = [
        "| what | cards | CPU | memory | against | its CPU | ratio | at most | |",
        f"|---|{'---:|' * 3}---|{'---:|' * 3}---|",
    ]
    for result in results:
        row, cost = result.row, result.cost
        memory = f"{cost.megabytes} MB" if cost.megabytes else ""
        against = f"{row.against} | {_milliseconds(result.other) if result.other else ''}"
        figures = f"{result.cards:,} | {_milliseconds(cost)} | {memory} | {against} | {result.ratio:.3g}"
        lines.append(f"| {row.command} | {figures} | {_verdict(result)} |")
    if growths:
        lines += ["", "| growth | from | to | ratio | at most | |", "|---|---:|---:|---:|---:|---|"]
    for growth, ratio in growths:
        verdict = "holds" if ratio <= growth.bound else "**misses**"
        figures = f"{growth.smaller:,} | {growth.larger:,} | {ratio:.2f} | {growth.bound:g} | {verdict}"
        lines.append(f"| {growth.command} | {figures} |")
    return "\n".join(lines) + "\n"


def _milliseconds(cost: Cost) -> str:
    return f"{cost.seconds * 1000:,.1f} ms"


def _verdict(result: Result) -> str:
    if result.bound is None:
        return " | "
    verdict = "holds" if result.holds else "**misses**"
    return f"{result.bound:.3g} | {verdict}{'' if result.row.is_binding else ' (not binding)'}"


def parse_options() -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="three runs each, and no more than 10,000 cards")
    parser.add_argument("--runs", type=int, default=15, help="how often each command is run (default 15)")
    parser.add_argument("--cards", type=int, nargs="+", default=[10_000, 100_000], help="the sizes of the catalogs")
    parser.add_argument("--only", nargs="+", default=[""], help="measure only rows with one of these in their name")
    parser.add_argument("--folder", type=Path, default=HERE / "build" / "bench", help="where the catalogs are")
    parser.add_argument("--peers", type=Path, default=peers.FOLDER, help="the environment of other programs")
    parser.add_argument("--fairseq2", type=Path, default=HERE / ".interop" / "bin" / "python", help="its Python")
    options = parser.parse_args()
    if options.quick:
        options.runs, options.cards = 3, [cards for cards in options.cards if cards <= SMALL]
    return options


def main() -> int:
    """Measure, write, and judge."""
    options = parse_options()
    compileall.compile_dir(HERE / "tools" / "assetcards", quiet=1)  # as an installer does
    rows = [row for row in ROWS if any(words in row.command for words in options.only)]
    with tempfile.TemporaryDirectory() as cache:
        os.environ["CATALOG_CACHE_DIR"] = cache
        os.environ["CATALOG_CPU_SECONDS"] = "3600"  # a busy machine takes more than the usual minute for 100,000 cards
        results = [result for cards in options.cards for result in results_of(cards, rows, options)]
    growths = list(growths_of(results))
    table = render_table(results, growths)
    (options.folder / "table.md").write_text(table)
    shares = [(f"{each.row.command}, {each.cards}", each.ratio / each.bound) for each in results if each.bound]
    (options.folder / "plot.svg").write_text(render_plot(shares))
    print(table, end="")
    grow_as_promised = all(ratio <= growth.bound for growth, ratio in growths)
    return 0 if grow_as_promised and all(result.holds for result in results if result.row.is_binding) else 1


if __name__ == "__main__":
    sys.exit(main())
