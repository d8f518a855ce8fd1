"""The formats in which other programs take findings, of whichever verb."""

from __future__ import annotations

from assetcards.rendering.display import Display
from assetcards.rendering.findings import Found
from assetcards.rendering.findings_agent import render_agent
from assetcards.rendering.formats import Formats


def render_annotations(found: Found, display: Display) -> str:
    """As GitHub Actions takes them."""
    from assetcards.rendering import github  # late, as the next one: what people read needs no rules

    return github.render_annotations(found, display)


def render_sarif(found: Found, display: Display, **properties: str) -> str:
    """As code scanning services take them."""
    from assetcards.rendering import sarif

    return sarif.render_sarif(found, display, **properties)


REPORTS: Formats[Found] = {"github": render_annotations, "sarif": render_sarif, "agent": render_agent}
"""The verbs that find something wrong take these beside their own."""
