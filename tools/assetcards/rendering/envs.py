"""The environments of a catalog, for people and for programs."""

from __future__ import annotations

from dataclasses import asdict

from assetcards.commands.envs import Environment, Environments
from assetcards.escaping import safe
from assetcards.rendering.columns import render_columns
from assetcards.rendering.counts import render_count
from assetcards.rendering.display import Display
from assetcards.rendering.documents import describe_revision
from assetcards.rendering.formats import Formats, as_json


def describe(found: Environments) -> dict[str, object]:
    """The environments as a document for programs."""
    return {"revision": describe_revision(found.revision), "environments": list(map(asdict, found.environments))}


def render_text(found: Environments, display: Display) -> str:
    """A line for each environment."""
    rows = [
        (display.style(safe(env.name), "heading"), _render_overrides(env), "in force" if env.in_force else "")
        for env in found.environments
    ]
    return "\n".join(render_columns(rows, indent="")) + "\n"


def _render_overrides(env: Environment) -> str:
    return render_count(env.overrides, "override") if env.known else "no card and no catalog.toml knows it"


FORMATS: Formats[Environments] = {"text": render_text, "json": as_json(describe)}
