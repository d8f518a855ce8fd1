"""The formats in which other programs take findings, of whichever verb."""

from __future__ import annotations

from assetcards.rendering.findings import Found
from assetcards.rendering.findings_agent import render_agent
from assetcards.rendering.formats import Formats
from assetcards.rendering.github import render_annotations
from assetcards.rendering.sarif import render_sarif

REPORTS: Formats[Found] = {"github": render_annotations, "sarif": render_sarif, "agent": render_agent}
"""The verbs that find something wrong take these beside their own."""
