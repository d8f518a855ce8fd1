"""What was written into the user store, for people and for programs."""

from __future__ import annotations

from assetcards.commands.override import Overridden
from assetcards.escaping import safe
from assetcards.rendering.display import Display
from assetcards.rendering.formats import Formats, as_json


def describe(overridden: Overridden) -> dict[str, object]:
    """The answer as a document for programs."""
    return {
        "card": str(overridden.name),
        "path": overridden.path,
        "dry_run": overridden.is_dry,
        "diff": overridden.diff,
    }


def render_text(overridden: Overridden, _: Display) -> str:
    """What changes in which file."""
    what = "would change" if overridden.is_dry else "changed"
    done = f"{what} {overridden.path}" if overridden.diff else f"{overridden.path} says so already"
    return "".join(f"{safe(line)}\n" for line in [*overridden.diff.splitlines(), done])


FORMATS: Formats[Overridden] = {"text": render_text, "json": as_json(describe)}
