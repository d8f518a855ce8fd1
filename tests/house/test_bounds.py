"""The pages on bounds and on security have the limits of the code."""

from __future__ import annotations

from pathlib import Path

from assetcards.assets.archives.unpacking import BOUNDS
from assetcards.assets.http.limits import LIMITS
from assetcards.commands.listing import MAX_SHOWN_BYTES
from assetcards.comparison.alike import MAX_OPENED_BYTES
from assetcards.comparison.impact import MAX_DIFFERING_BYTES, MAX_TRIED
from assetcards.comparison.opened import MAX_COMPARED_BYTES
from assetcards.cpu import CPU_SECONDS
from assetcards.git.attributes import PATIENCE
from assetcards.git.cuts import MAX_BYTES as MAX_CUTS_BYTES
from assetcards.git.limits import LOCAL_MEMORY, local_limits
from assetcards.git.transfer import FETCH_LIMITS
from assetcards.lint.records import MAX_FILES as MAX_RECORDS
from assetcards.model.ceilings import CEILINGS
from assetcards.model.files import MAX_VALUES
from assetcards.model.graph import MAX_QUESTIONS
from assetcards.model.layers import MAX_CARD_BYTES
from assetcards.model.resolve import MAX_LAYERS
from assetcards.model.settings import MAX_SETTINGS_BYTES
from assetcards.model.tokenizers import MAX_WALKED
from assetcards.provenance.history import MAX_VALUES as MAX_HISTORY_VALUES
from assetcards.rules.references.reference_cycle import MAX_STARTS
from assetcards.sizes import render_size
from assetcards.sources.attributes import MAX_BYTES as MAX_ATTRIBUTES_BYTES
from assetcards.sources.homes import MAX_FILE_BYTES
from assetcards.sources.kept import MAX_BYTES as MAX_INDEXES_BYTES
from assetcards.sources.lockfile import MAX_LOCKED_BYTES
from assetcards.sources.lockvalues import MAX_LOCK_BYTES
from assetcards.sources.name_indexes import MAX_FILES as MAX_INDEXES
from assetcards.sources.word_indexes import MAX_FILES as MAX_WORD_INDEXES
from assetcards.text.documents import Bounds
from assetcards.trees.roots import MAX_DEPTH_BELOW, MAX_ENTRIES_BELOW, MAX_FOLDERS_BELOW, MAX_SECONDS_BELOW
from assetcards.trees.tree import MAX_FILES

DOCS = Path(__file__).parents[2] / "docs"

LIMITED = (
    "| A card",
    "| What `catalog.toml`",
    "| `catalog.toml` and",
    "| Files and folders",
    "| A commit that",
    "| The list",
    "| `.git",
    "| The search",
    "| One command",
    "| A git process",
    "| A fetch",
)


FETCHED = "What is fetched has bounds of its own"
"""What the page on bounds has between its two tables."""


def rows_of(page: str) -> list[list[str]]:
    """The rows of the first tables of a page, without their heads."""
    return rows_in((DOCS / page).read_text("utf-8").partition(FETCHED)[0])


def rows_in(text: str) -> list[list[str]]:
    return [line.split(" | ") for line in text.splitlines() if line.startswith("| ")][1:]


def mebibytes(count: int) -> str:
    return f"{count >> 20} MiB"


def test_the_page_on_bounds_has_the_limits_of_the_code() -> None:
    rows = rows_of("bounds.md")
    limits = [int(row[1].partition(" ")[0].replace(",", "")) for row in rows if "`bounds`" not in row[1]]
    assert limits == [
        CPU_SECONDS,
        CPU_SECONDS,
        LOCAL_MEMORY,
        MAX_LAYERS,
        MAX_CARD_BYTES,
        MAX_VALUES,
        MAX_HISTORY_VALUES,
        MAX_QUESTIONS,
        MAX_DIFFERING_BYTES,
        MAX_DIFFERING_BYTES,
        MAX_TRIED,
        MAX_COMPARED_BYTES,
        MAX_OPENED_BYTES,
        MAX_SHOWN_BYTES,
        MAX_LOCKED_BYTES,
        MAX_WALKED,
        MAX_STARTS,
        MAX_INDEXES,
        MAX_INDEXES_BYTES,
        MAX_WORD_INDEXES,
        MAX_RECORDS,
    ]


def test_the_page_on_security_has_the_limits_of_the_code() -> None:
    of_file = Bounds()
    most = Bounds(**{name: CEILINGS[f"bounds.{name}"] for name in Bounds._fields})
    fetch, local = FETCH_LIMITS, local_limits({})
    assert fetch.size is not None and fetch.memory is not None and local.memory is not None
    values = [row[1] for row in rows_of("security.md") if row[0].startswith(LIMITED)]
    assert values == [
        *(
            f"{mebibytes(each.file_bytes)}, {each.depth}, {each.nodes:,}, {each.documents:,}"
            for each in (of_file, most)
        ),
        f"{mebibytes(MAX_CARD_BYTES)}, {MAX_LAYERS} layers",
        f"{mebibytes(MAX_SETTINGS_BYTES)} and {mebibytes(MAX_LOCK_BYTES)}",
        *[f"{MAX_FILES:,}"] * 2,
        f"{MAX_CUTS_BYTES >> 10} KiB",
        f"{mebibytes(MAX_ATTRIBUTES_BYTES)}, {PATIENCE:g} seconds",
        mebibytes(MAX_FILE_BYTES),
        (
            f"{MAX_DEPTH_BELOW} levels, {MAX_FOLDERS_BELOW:,} folders, {MAX_ENTRIES_BELOW:,} files and folders, "
            f"{MAX_SECONDS_BELOW:g} seconds"
        ),
        f"{CPU_SECONDS} seconds",
        (f"{local.seconds:g} seconds, {local.cpu} seconds, {local.memory // 10**9} GB, {mebibytes(local.output)}"),
        f"{fetch.seconds:g} seconds, {render_size(fetch.size).replace('.0', '')}, {fetch.memory // 10**6} MB",
    ]


def test_the_page_on_bounds_has_those_of_what_is_fetched() -> None:
    rows = rows_in((DOCS / "bounds.md").read_text("utf-8").partition(FETCHED)[2])
    assert [row[1] for row in rows[:-1]] == [
        f"{LIMITS.size // 10**9:,} GB, {LIMITS.seconds / 3600:g} hours",
        f"{LIMITS.connect_seconds:g}, {LIMITS.idle_seconds:g} and {LIMITS.idle_seconds:g} seconds",
        f"{LIMITS.least_rate:,} bytes a second, over a minute",
        f"{LIMITS.patience_seconds:g} seconds, {LIMITS.redirects}, {LIMITS.tries}",
        f"{BOUNDS.members:,}",
        f"{BOUNDS.ratio} times its size",
    ]
