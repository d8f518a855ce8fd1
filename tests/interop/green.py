"""Green means loadable: no catalog that validates without errors and warnings is refused by the real fairseq2.

Catalogs are made of real cards. Each is broken by one random edit, the kind that people make; ours judges it, and
fairseq2 loads it whatever the judgement is. A catalog that ours finds clean and fairseq2 refuses is a failure; how many
of the edited ones each side refuses is told.
"""

from __future__ import annotations

import random
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from assetcards import Severity, open_catalog
from assetcards.lint.lint import lint_catalog
from tests.interop.peer import Fairseq2

Edit = Callable[[random.Random, list[str]], list[str]]

WORDS = ["yes", "1e-5", "010", "null", "~", "2024-06-30", "=", "<<", "*a", "!!str", "[1", "{a:", "'x", "|"]
KEYS = ["name", "base", "checkpoint", "tokenizer_ref", "model_family", "__x__", "1", "?", "<<", "model_config"]
BITS = ("\t", " ", ": ", " #", *":#-'\"%@`", "\u00a0", "\u2028", "\u200b", "\x07", "\r", "...")


def pick(rng: random.Random, lines: list[str]) -> int:
    return rng.randrange(len(lines))


def drop_line(rng: random.Random, lines: list[str]) -> list[str]:
    at = pick(rng, lines)
    return [*lines[:at], *lines[at + 1 :]]


def double_line(rng: random.Random, lines: list[str]) -> list[str]:
    at = pick(rng, lines)
    return [*lines[: at + 1], *lines[at:]]


def move_line(rng: random.Random, lines: list[str]) -> list[str]:
    at = pick(rng, lines)
    rest = [*lines[:at], *lines[at + 1 :]]
    to = rng.randrange(len(rest) + 1)
    return [*rest[:to], lines[at], *rest[to:]]


def change_value(rng: random.Random, lines: list[str]) -> list[str]:
    at = pick(rng, lines)
    key, colon, _ = lines[at].partition(": ")
    return [*lines[:at], f"{key}: {rng.choice(WORDS)}" if colon else rng.choice(WORDS), *lines[at + 1 :]]


def change_key(rng: random.Random, lines: list[str]) -> list[str]:
    at = pick(rng, lines)
    _, colon, value = lines[at].partition(":")
    return [*lines[:at], f"{rng.choice(KEYS)}{colon}{value}", *lines[at + 1 :]]


def insert_text(rng: random.Random, lines: list[str]) -> list[str]:
    at = pick(rng, lines)
    to = rng.randrange(len(lines[at]) + 1)
    return [*lines[:at], lines[at][:to] + rng.choice(BITS) + lines[at][to:], *lines[at + 1 :]]


def drop_text(rng: random.Random, lines: list[str]) -> list[str]:
    at = pick(rng, lines)
    start = rng.randrange(len(lines[at]) + 1)
    return [*lines[:at], lines[at][:start] + lines[at][start + rng.randint(1, 3) :], *lines[at + 1 :]]


def indent_line(rng: random.Random, lines: list[str]) -> list[str]:
    at = pick(rng, lines)
    return [*lines[:at], " " * rng.randint(1, 3) + lines[at], *lines[at + 1 :]]


EDITS: tuple[Edit, ...] = (
    drop_line,
    double_line,
    move_line,
    change_value,
    change_key,
    insert_text,
    drop_text,
    indent_line,
)


def edited_catalogs(source: Path, folder: Path, count: int) -> Iterator[str]:
    """Write the cards of a catalog into a folder, with one edit in one file, again and again; yields what was done."""
    rng = random.Random(20260101)
    files = sorted(path for path in source.rglob("*.yaml") if len(path.read_text("utf-8").splitlines()) < 400)
    shutil.copytree(source, folder, dirs_exist_ok=True)
    for _ in range(count):
        file = rng.choice(files)
        edit = rng.choice(EDITS)
        target = folder / file.relative_to(source)
        edited = "\n".join(edit(rng, file.read_text("utf-8").split("\n")))
        target.write_text(edited, "utf-8", newline="")
        yield f"{edit.__name__} in {file.relative_to(source)}"
        target.write_bytes(file.read_bytes())


def is_clean(root: Path) -> bool:
    with open_catalog(root, stores=[]) as catalog:
        return all(finding.severity is Severity.ADVICE for finding in lint_catalog(catalog))


def maybe_refusal(peer: Fairseq2, root: Path) -> str | None:
    """Why fairseq2 does not load the store, or a card of it in an environment that changes it; or None."""
    refused = peer.maybe_refusal(root)
    if refused is not None:
        return refused
    with open_catalog(root, stores=[], env="") as catalog:
        questions = [str(question) for question in catalog.graph.questions()]
    for query, answer in zip(questions, peer.answers(root, None, questions), strict=True):
        if "error" in answer:
            return f"{query}: {answer['error']}"
    return None


def compare_verdicts(peer: Fairseq2, source: Path, folder: Path, count: int) -> int:
    """How many clean catalogs fairseq2 refuses; prints each, and a table of the verdicts."""
    verdicts: Counter[tuple[str, str]] = Counter()
    failures = 0
    for edit in edited_catalogs(source, folder, count):
        clean, refusal = is_clean(folder), maybe_refusal(peer, folder)
        verdicts["clean" if clean else "refused", "loads" if refusal is None else "refused"] += 1
        if clean and refusal is not None:
            failures += 1
            sys.stdout.write(f"clean here, refused by fairseq2: {edit}: {refusal}\n")
    sys.stdout.write(f"edited catalogs (ours, fairseq2): {dict(sorted(verdicts.items()))}; {failures} failures\n")
    return failures
