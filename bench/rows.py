"""What is promised of the cost of commands: each row holds a command against another one, or against a figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from bench.measuring import EMPTY, Cost

CLICK, CLICK_YAML = "import click", "import click, yaml"
MILLISECONDS, MICROSECONDS, MEMORY, BYTES = "1 ms", "1 us", "1 MB of memory", "1 byte for each card"

UNITS: Mapping[str, Callable[[Cost, int], float]] = {
    MILLISECONDS: lambda cost, _: cost.seconds * 1e3,
    MICROSECONDS: lambda cost, _: cost.seconds * 1e6,
    MEMORY: lambda cost, _: cost.megabytes,
    BYTES: lambda cost, cards: cost.kept / cards,
}
"""How many of a unit a command takes, by its cost and how many cards there are."""


class Row(NamedTuple):
    """A command, what it is compared with, and the most that it may cost of that, by how many cards there are.

    It is compared with a command, or with one of the `UNITS`. Where nothing is promised the most is None, and what is
    promised without `is_binding` is shown, and no more.
    """

    command: str
    against: str
    bounds: Mapping[int, float | None]
    is_binding: bool = True


ROWS = (
    Row("--help", CLICK, {10_000: 1.3}),
    Row("show, cold", CLICK_YAML, {10_000: 1.5}),
    Row("show, cold", "fairseq2: show", {10_000: 1 / 150}),
    Row("show", EMPTY, {10_000: 8, 100_000: 12}),
    Row("show, pinned", EMPTY, {10_000: 8, 100_000: 8, 1_000_000: 9}),
    Row("show, misspelled", EMPTY, {10_000: 12}),
    Row("completion", EMPTY, {10_000: 6, 100_000: 8}),
    Row("show, with an upstream", "show, of few cards", {10_000: 1.3}),
    Row("show, at a commit, cold", EMPTY, {10_000: 12}),
    Row("list, names, cold", "fairseq2: list", {10_000: 1 / 30}),
    Row("list, names", CLICK, {10_000: 2}),
    Row("validate, cold", "yamllint", {10_000: 1 / 5}),
    Row("validate, cold", MEMORY, {10_000: 200}),
    Row("validate", "validate, cold", {100_000: 1 / 10}),
    Row("validate", MEMORY, {100_000: 400}),
    Row("validate --staged", EMPTY, {10_000: 12, 100_000: 15}),
    Row("catalog-validate, no card", EMPTY, {100_000: 6}),
    Row("catalog-policy, no card", EMPTY, {100_000: 6}),
    Row("catalog-listing, no card", EMPTY, {100_000: 6}),
    Row("in process: first card", MILLISECONDS, {100_000: 5}),
    Row("in process: further card", MICROSECONDS, {100_000: 100}),
    Row("all blobs", "bare loop", {10_000: 1.3, 100_000: 1.3}),
    Row("blame", "show; git blame", {10_000: 1.3}),
    Row("blame, moved", "show; git blame, moved", {10_000: 1.3}),
    Row("diff", EMPTY, {100_000: 10}),
    Row("policy", EMPTY, {100_000: 10}),
    Row("list --changed", "git log --raw", {10_000: 2}, is_binding=False),
    Row("list, Markdown", "list, names, cold", {10_000: 1.5}),
    Row("list, resolved", "list, names, cold", {10_000: 3}),
    Row("index", BYTES, {100_000: 150, 1_000_000: 150}),
    # Other programs on the same cards, of which nothing is promised.
    Row("show, cold", "fairseq2: its command", {10_000: None}),
    Row("list, names, cold", "kedro", {10_000: None}),
    Row("list, names, cold", "lm-eval", {10_000: None}),
    Row("validate, cold", "check-jsonschema", {10_000: None}),
)
"""Of a size that has no bound in a row nothing is measured for it."""


class Growth(NamedTuple):
    """How many times as much a command may cost in a large catalog as in a smaller one."""

    command: str
    smaller: int
    larger: int
    bound: float


GROWTHS = (
    Growth("show", 10_000, 100_000, 1.6),
    Growth("validate --staged", 10_000, 100_000, 1.6),
    Growth("diff", 10_000, 100_000, 1.6),
    Growth("index", 100_000, 1_000_000, 12),  # ten times the cards: linear, and a fifth for the machine
)
