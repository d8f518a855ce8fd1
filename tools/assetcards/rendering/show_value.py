"""One value of a card: raw, for scripts and for people, or in a document."""

from __future__ import annotations

from assetcards.commands.show import ShownValue
from assetcards.escaping import safe
from assetcards.rendering import agent
from assetcards.rendering.display import Display
from assetcards.rendering.documents import describe_revision
from assetcards.rendering.formats import Formats, as_json, as_yaml
from assetcards.values import render_raw as raw


def describe(shown: ShownValue) -> dict[str, object]:
    """The value as a document for programs."""
    return {
        "query": shown.query,
        "field": shown.field,
        "value": shown.value,
        "revision": describe_revision(shown.revision),
    }


def render_raw(shown: ShownValue, display: Display) -> str:
    """A string as it is, each item of a sequence on a line, anything else as JSON; escaped for a terminal alone."""
    items = shown.value if isinstance(shown.value, list) else [shown.value]
    text = "".join(f"{raw(item)}\n" for item in items)
    return text if display.width() is None else "".join(f"{safe(line)}\n" for line in text.splitlines())


VALUE_FORMATS: Formats[ShownValue] = {
    "text": render_raw,
    "json": as_json(describe),
    "yaml": as_yaml(describe),
    "agent": agent.as_agent(lambda shown: [f"{safe(shown.field)}: {agent.cell_of(shown.field, shown.value)}"]),
}
