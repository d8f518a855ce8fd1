"""The summary of a step of GitHub Actions: a page that the step adds to."""

from __future__ import annotations

import os

import click

from assetcards.errors import SourceError
from assetcards.rendering.report import safe
from assetcards.trees.writing import append_text


def write_step_summary(text: str) -> None:
    """Add to the file that `GITHUB_STEP_SUMMARY` names, if it names one; where that fails, a note says so."""
    where = os.environ.get("GITHUB_STEP_SUMMARY")
    if not where:
        return
    try:
        append_text(where, text)
    except (OSError, SourceError) as error:
        reason = error.strerror if isinstance(error, OSError) else error.message
        click.echo(safe(f"catalog: the summary of the step is not written to {where!r}: {reason}"), err=True)
