"""What is promised of the cost of commands: each row compares two commands that are measured beside each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

EMPTY = "python -c pass"
CLICK, CLICK_YAML = "import click", "import click, yaml"


class Row(NamedTuple):
    """A command, what it is compared with, and the most that it may cost of that, by how many cards there are.

    Without `is_binding` a miss is shown, and no more.
    """

    command: str
    against: str
    bounds: Mapping[int, float]
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
    Row("validate", "validate, cold", {100_000: 1 / 10}),
    Row("validate --staged", EMPTY, {10_000: 12, 100_000: 15}),
    Row("catalog-validate, no card", EMPTY, {100_000: 6}),
    Row("catalog-policy, no card", EMPTY, {100_000: 6}),
    Row("catalog-listing, no card", EMPTY, {100_000: 6}),
    Row("blame", "git blame", {10_000: 1.3}, is_binding=False),
    Row("diff", EMPTY, {100_000: 10}),
    Row("policy", EMPTY, {100_000: 10}),
    Row("list --changed", "git log --raw", {10_000: 2}, is_binding=False),
    Row("list, Markdown", "list, names, cold", {10_000: 1.5}),
    Row("list, resolved", "list, names, cold", {10_000: 3}),
)
"""Of a size that has no bound in a row nothing is measured for it."""

GROWING = ("show", "validate --staged", "diff")
GROWTH, SMALL, LARGE = 1.6, 10_000, 100_000
"""How many times as much these may cost in the large catalog as in the small one."""
