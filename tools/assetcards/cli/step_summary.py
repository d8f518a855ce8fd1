"""The summary of a step of GitHub Actions: a page that the step adds to."""

from __future__ import annotations

import os


def write_step_summary(text: str) -> None:
    """Add to the file that `GITHUB_STEP_SUMMARY` names, if it names one."""
    where = os.environ.get("GITHUB_STEP_SUMMARY")
    if where:
        with open(where, "a", encoding="utf-8") as file:
            file.write(text)
