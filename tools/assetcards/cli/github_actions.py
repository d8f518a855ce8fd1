"""A report to GitHub Actions: annotations in the output, and a page that is added to the summary of the step."""

from __future__ import annotations

import os
from collections.abc import Sequence

from assetcards.cli.prefixes import prefixes_from_top
from assetcards.cli.printing import complain, say
from assetcards.errors import SourceError
from assetcards.findings import Finding
from assetcards.model.catalog import Catalog
from assetcards.rendering.github import render_annotations, render_step_summary
from assetcards.trees.writing import append_text

MAX_SUMMARY = 1 << 20
"""How many bytes the summary of a step may have: a larger one GitHub drops as a whole."""


def report_to_github(catalog: Catalog, findings: Sequence[Finding]) -> None:
    """Print the annotations, which must not be lost whatever becomes of the page; then add the page."""
    prefixes = prefixes_from_top(catalog)
    say(render_annotations(catalog, findings, prefixes=prefixes), for_github=True)
    where = os.environ.get("GITHUB_STEP_SUMMARY")
    if where:
        room = MAX_SUMMARY - _size_of(where)
        _add(where, render_step_summary(catalog, findings, room=room, prefixes=prefixes), room)


def _size_of(path: str) -> int:
    try:
        return os.path.getsize(path)
    except OSError:  # adding to it will say why
        return 0


def _add(where: str, page: str, room: int) -> None:
    try:
        if len(page.encode()) > room:
            raise SourceError("it is full, GitHub takes a megabyte for each step")
        append_text(where, page)
    except (OSError, SourceError) as error:
        reason = error.strerror if isinstance(error, OSError) else error.message
        complain(f"catalog: the summary of the step is not written to {where!r}: {reason}")
