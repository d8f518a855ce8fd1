"""Reports of findings; to GitHub Actions also a page that is added to the summary of the step."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from typing import TypeVar

from assetcards.cli.following import go_on_with
from assetcards.cli.prefixes import prefixes_from_top
from assetcards.cli.printing import complain, say
from assetcards.cli.screen import DISPLAY
from assetcards.cli.source import Source
from assetcards.errors import SourceError
from assetcards.rendering.findings import Found
from assetcards.rendering.findings_agent import next_command
from assetcards.rendering.formats import Formats

FoundT = TypeVar("FoundT", bound=Found)

MAX_SUMMARY = 1 << 20
"""How many bytes the summary of a step may have: a larger one GitHub drops as a whole."""


def report(
    formats: Formats[FoundT],
    output_format: str,
    found: FoundT,
    source: Source,
    *,
    change: Sequence[str] | None,
    conclusion: str = "",
) -> None:
    """Print findings. Annotations must not be lost whatever becomes of the page, which is added after them.

    The page opens with the conclusion. The change that was judged, if it was one, is as `catalog diff` takes it.
    """
    display = DISPLAY._replace(from_top=cache(prefixes_from_top))
    for_github = output_format == "github"
    say(formats[output_format](found, display), for_github=for_github)
    go_on_with(next_command(found, change), output_format, source)
    where = os.environ.get("GITHUB_STEP_SUMMARY")
    if for_github and where:
        from assetcards.rendering.github import render_step_summary

        room = MAX_SUMMARY - _size_of(where)
        _add(where, render_step_summary(found, display, room=room, conclusion=conclusion), room)


def _size_of(path: str) -> int:
    try:
        return os.path.getsize(path)
    except OSError:  # adding to it will say why
        return 0


def _add(where: str, page: str, room: int) -> None:
    from assetcards.trees.writing import append_text

    try:
        if len(page.encode()) > room:
            raise SourceError("it is full, GitHub takes a megabyte for each step")
        append_text(where, page)
    except (OSError, SourceError) as error:
        reason = error.strerror if isinstance(error, OSError) else error.message
        complain(f"catalog: the summary of the step is not written to {where!r}: {reason}")
