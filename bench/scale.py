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
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.catalogs import NO_CARD_INDEX, write_catalog
from bench.measuring import EMPTY, Commands, measure

HERE = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CARD = "fam0_0_v3"
VERBS = {
    "catalog --help": "--help",
    "show": f"show {CARD}",
    "show, without the cache": f"show {CARD} --no-cache",
    "show, at a commit": f"show {CARD} --rev HEAD",
    "show, at a commit, without the cache": f"show {CARD} --rev HEAD --no-cache",
    "show, a name that is misspelled": "show fam0_0_w3",
    "list, names": "list --format names",
    "list, names, at a commit": "list --format names --rev HEAD",
    "list, names, without the cache": "list --format names --no-cache",
    "list, Markdown": "list --format markdown",
    "list, last changes": "list --changed",
    "list, all that each card resolves to": "list --resolved --format jsonl",
    "validate": "validate",
    "validate --staged, one file": "validate --staged",
    "diff, one file": "diff HEAD~1 HEAD",
    "policy, one file": "policy HEAD~1 HEAD",
    "log": f"log {CARD}",
    "blame": f"blame {CARD}",
}
HOOKS = {
    "catalog-validate": [str(BIN / "catalog-validate"), "--quiet"],
    "catalog-policy": [str(BIN / "catalog-policy")],
    "catalog-listing": [str(BIN / "catalog-listing")],
}
NO_CARD = f"GIT_INDEX_FILE={NO_CARD_INDEX}"


def commands() -> Commands:
    """What is measured, in the current directory; what others take for the same files, too."""
    asked = ("_CATALOG_COMPLETE=bash_complete", "COMP_LINE=catalog show fam0_0")
    ours = {name: [str(BIN / "catalog"), *words.split()] for name, words in VERBS.items()}
    return {
        "import click": [sys.executable, "-c", "import click"],
        "import click, yaml": [sys.executable, "-c", "import click, yaml"],
        **ours,
        **{f"hook, no card: {name}": ["/usr/bin/env", NO_CARD, *words] for name, words in HOOKS.items()},
        "completion of a name": ["/usr/bin/env", *asked, str(BIN / "catalog")],
        "yamllint": [str(BIN / "yamllint"), "-d", "relaxed", "catalog"],
    }


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
    for cards in options.cards:
        os.chdir(write_catalog(options.folder / f"{cards}-{options.per_file}", cards, options.per_file))
        chosen = {name: command for name, command in commands().items() if options.only in name}
        measured = measure(chosen, options.runs, pick=min, may_fail=True)
        unit = measured[EMPTY].seconds
        print(f"\n| {cards} cards, {options.per_file} a file | CPU | ratio | memory |\n|---|---:|---:|---:|")
        for name, cost in measured.items():
            ms, ratio = f"{cost.seconds * 1000:.1f} ms", f"{cost.seconds / unit:.2f}"
            print(f"| {name} | {ms} | {ratio} | {cost.megabytes} MB |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
