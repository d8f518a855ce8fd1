"""Measures what is promised of the cost of commands, and writes a table and a plot below `build/bench`.

Each command runs in turn with all others of its catalog, its first run apart, and the least CPU time counts: that of
whole processes, children included. Catalogs are generated (`bench/catalogs.py`). Other programs take part where they
are installed: the real fairseq2 (`--fairseq2`, as `make interop` installs it), and yamllint.
Exit code 1 when a row that binds is beyond its bound.
"""

from __future__ import annotations

import argparse
import compileall
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.catalogs import NO_CARD_INDEX, write_catalog
from bench.measuring import Commands, Cost, measure
from bench.plot import render_plot
from bench.rows import GROWING, GROWTH, LARGE, ROWS, SMALL, Row

HERE = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CARD, FILE = "fam0_0_v3", "catalog/models/fam0/file0.yaml"
FEW = 100
"""How many cards the catalog has that builds on another one."""

SLOW = {
    *("yamllint", "fairseq2: show", "fairseq2: list", "validate", "validate, cold", "list, names, cold"),
    *("list, Markdown", "list, resolved", "list --changed", "git log --raw"),
}
"""What takes seconds is run a fifth as often."""

FAIRSEQ2 = """\
from fairseq2.assets import AssetStore
from fairseq2.composition import _register_library
from fairseq2.runtime.dependency import DependencyContainer
container = DependencyContainer()
_register_library(container, no_progress=True)
store = container.resolve(AssetStore)
"""


class Result(NamedTuple):
    """A row that was measured, in a catalog of so many cards."""

    row: Row
    cards: int
    cost: Cost
    ratio: float
    bound: float

    @property
    def holds(self) -> bool:
        return self.ratio <= self.bound


def commands(folder: Path, commit: str, options: argparse.Namespace) -> Commands:
    """All that is measured, in the current directory, as far as it is installed."""
    catalog, no_card = str(BIN / "catalog"), f"GIT_INDEX_FILE={NO_CARD_INDEX}"
    few = str(options.folder / f"{FEW}-on-{folder.name}")
    asked = ("_CATALOG_COMPLETE=bash_complete", "COMP_LINE=catalog show fam0_0")
    verbs = {
        "--help": "--help",
        "show": f"show {CARD}",
        "show, cold": f"show {CARD} --no-cache",
        "show, pinned": f"show {CARD} --rev {commit}",
        "show, at a commit, cold": f"show {CARD} --rev {commit} --no-cache",
        "show, misspelled": "show fam0_0_w3",
        "show, with an upstream": f"show own_{CARD} --repo {few}",
        "show, of few cards": f"show own_{CARD} --repo {few}-alone",
        "list, names": "list --format names",
        "list, names, cold": "list --format names --no-cache",
        "list, Markdown": "list --format markdown --no-cache",
        "list, resolved": "list --resolved --format jsonl --no-cache",
        "list --changed": "list --changed",
        "validate": "validate",
        "validate, cold": "validate --no-cache",
        "validate --staged": "validate --staged",
        "blame": f"blame {CARD}",
        "diff": "diff HEAD~1 HEAD",
        "policy": "policy HEAD~1 HEAD",
    }
    hooks = {"catalog-validate": ["--quiet"], "catalog-policy": [], "catalog-listing": []}
    fairseq2 = {"list": "sorted(store.asset_names)", "show": f"store.retrieve_card({CARD!r})"}
    root = f"FAIRSEQ2_ASSET_DIR={folder / 'catalog'}"
    found: dict[str, Sequence[str]] = {
        "import click": [sys.executable, "-c", "import click"],
        "import click, yaml": [sys.executable, "-c", "import click, yaml"],
        **{name: [catalog, *words.split()] for name, words in verbs.items()},
        **{f"{name}, no card": ["/usr/bin/env", no_card, str(BIN / name), *more] for name, more in hooks.items()},
        "completion": ["/usr/bin/env", *asked, catalog],
        "yamllint": [str(BIN / "yamllint"), "-d", "relaxed", "catalog"],
        "git blame": ["/usr/bin/git", "blame", "--porcelain", FILE],
        "git log --raw": ["/usr/bin/git", "log", "--raw", "--format=%H"],
        **{
            f"fairseq2: {name}": ["/usr/bin/env", root, str(options.fairseq2), "-c", FAIRSEQ2 + asks]
            for name, asks in fairseq2.items()
        },
    }
    return {name: words for name, words in found.items() if all(map(os.path.exists, _programs(words)))}


def _programs(words: Sequence[str]) -> Iterator[str]:
    yield words[0]
    if words[0] == "/usr/bin/env":
        yield next(word for word in words[1:] if "=" not in word)


def results_of(cards: int, rows: Sequence[Row], options: argparse.Namespace) -> Iterator[Result]:
    """The rows of one size, measured."""
    folder = write_catalog(options.folder / f"{cards}-{options.per_file}", cards, options.per_file)
    write_dependents(options.folder, folder)
    os.chdir(folder)
    commit = subprocess.check_output(["git", "rev-parse", "HEAD"], text=True).strip()
    every = commands(folder, commit, options)
    known = [row for row in rows if cards in row.bounds and {row.command, row.against} <= {*every, "python -c pass"}]
    names = {name for row in known for name in (row.command, row.against)}
    for revision in ([], ["--rev", commit]):  # what is kept of names is kept by these
        subprocess.run([BIN / "catalog", "list", "--format", "names", *revision], check=True, stdout=subprocess.DEVNULL)
    chosen = {name: words for name, words in every.items() if name in names}
    measured: dict[str, Cost] = {}
    for runs, are_slow in ((options.runs, False), (max(1, options.runs // 5), True)):
        part = {name: words for name, words in chosen.items() if (name in SLOW) is are_slow}
        measured |= measure(part, runs, pick=min, may_fail=True) if part else {}
    for row in known:
        ratio = measured[row.command].seconds / measured[row.against].seconds
        yield Result(row, cards, measured[row.command], ratio, row.bounds[cards])


def write_dependents(above: Path, folder: Path) -> None:
    """Two catalogs of few cards of their own, of which the one builds on another catalog."""
    commit = subprocess.check_output(["git", "-C", folder, "rev-parse", "HEAD"], text=True).strip()
    upstream = f'[[upstream]]\nname = "base"\nrepository = "{folder.as_uri()}"\nrev = "main"\ncommit = "{commit}"\n'
    named = f"{FEW}-on-{folder.name}"
    for name, settings in ((named, f'{upstream}root = "catalog"\n'), (f"{named}-alone", "")):
        top = write_catalog(above / name, FEW)
        for file in (top / "catalog").rglob("*.yaml"):
            text = file.read_text()
            if "own_" not in text:
                file.write_text(text.replace("name: ", "name: own_").replace("base: ", "base: own_"))
        (top / "catalog" / "catalog.toml").write_text(f'environments = ["lab"]\n{settings}')


def growth_of(results: Iterable[Result]) -> Iterator[str]:
    """How much more the commands cost that may hardly grow, where both sizes were measured."""
    seconds = {(result.row.command, result.cards): result.cost.seconds for result in results}
    for name in GROWING:
        if (name, SMALL) in seconds and (name, LARGE) in seconds:
            ratio = seconds[name, LARGE] / seconds[name, SMALL]
            yield f"| {name}, from {SMALL} to {LARGE} | itself | {ratio:.2f} | {GROWTH} | {_verdict(ratio <= GROWTH)} |"


def _verdict(holds: bool) -> str:
    return "holds" if holds else "**misses**"


def render_table(results: Sequence[Result]) -> str:
    """The rows as a table."""
    lines = ["| what | cards | CPU | memory | against | ratio | at most | |", "|---|---:|---:|---:|---|---:|---:|---|"]
    for row, cards, cost, ratio, bound in results:
        figures = f"{cards} | {cost.seconds * 1000:.1f} ms | {cost.megabytes} MB | {row.against}"
        verdict = _verdict(ratio <= bound) + ("" if row.is_binding else " (not binding)")
        lines.append(f"| {row.command} | {figures} | {ratio:.3g} | {bound:.3g} | {verdict} |")
    growth = list(growth_of(results))
    lines += ["", "| growth | against | ratio | at most | |", "|---|---|---:|---:|---|", *growth] if growth else []
    return "\n".join(lines) + "\n"


def main() -> int:
    """Measure, write, and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="three runs each, and no catalog of more than 10,000 cards"
    )
    parser.add_argument("--runs", type=int, default=15, help="how often each command is run (default 15)")
    parser.add_argument("--cards", type=int, nargs="+", default=[10_000, 100_000], help="the sizes of the catalogs")
    parser.add_argument("--per-file", type=int, default=10, help="how many cards share a file (default 10)")
    parser.add_argument("--only", default="", help="measure only rows with this in their name")
    parser.add_argument("--folder", type=Path, default=HERE / "build" / "bench", help="where the catalogs are")
    parser.add_argument("--fairseq2", type=Path, default=HERE / ".interop" / "bin" / "python", help="its Python")
    options = parser.parse_args()
    if options.quick:
        options.runs, options.cards = 3, [cards for cards in options.cards if cards <= SMALL]
    compileall.compile_dir(HERE / "tools" / "assetcards", quiet=1)  # as an installer does
    rows = [row for row in ROWS if options.only in row.command]
    results = [result for cards in options.cards for result in results_of(cards, rows, options)]
    table = render_table(results)
    (options.folder / "table.md").write_text(table)
    (options.folder / "plot.svg").write_text(
        render_plot([(f"{each.row.command}, {each.cards}", each.ratio / each.bound) for each in results])
    )
    print(table, end="")
    return 0 if all(result.holds for result in results if result.row.is_binding) else 1


if __name__ == "__main__":
    sys.exit(main())
