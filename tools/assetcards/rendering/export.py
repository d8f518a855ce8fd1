"""An export, for people and for programs."""

from __future__ import annotations

from assetcards.commands.export import Exported
from assetcards.escaping import safe
from assetcards.fairseq2.handed import Note, Why
from assetcards.rendering.commits import SHORT_ID
from assetcards.rendering.counts import render_count
from assetcards.rendering.display import Display
from assetcards.rendering.documents import describe_revision
from assetcards.rendering.findings import describe_finding
from assetcards.rendering.formats import Formats, as_json


def render_text(exported: Exported, display: Display) -> str:
    """What was written where, and a line for each thing that was changed; equal cards are counted."""
    verb = "wrote" if exported.is_written else "would write"
    of = f" of commit {exported.revision.commit[:SHORT_ID]}" if exported.revision else ""
    cards, files = render_count(exported.cards, "card"), render_count(len(exported.files), "file")
    same = sum(note.why is Why.SAME for note in exported.notes)
    lines = [f"{verb} {cards}{of} in {files} to {safe(exported.folder)}"]
    if same:
        lines.append(f"{render_count(same, 'card')} left to {exported.reader}, which has the same")
    changed = [note for note in exported.notes if note.why is not Why.SAME]
    lines += [f"  {display.style(safe(note.card), 'name')}: {safe(note.text)}" for note in changed]
    if exported.broken:
        lines.append(f"{render_count(len(exported.broken), 'error')} in these cards: run `catalog validate`")
    return "\n".join(lines) + "\n"


def describe(exported: Exported) -> dict[str, object]:
    """An export as a document for programs."""
    return {
        "to": exported.reader,
        "folder": exported.folder,
        "revision": describe_revision(exported.revision),
        "written": exported.is_written,
        "cards": exported.cards,
        "files": list(exported.files),
        "notes": list(map(_describe_note, exported.notes)),
        "broken": list(map(describe_finding, exported.broken)),
    }


def _describe_note(note: Note) -> dict[str, object]:
    return {"card": note.card, "why": str(note.why), "text": note.text}


FORMATS: Formats[Exported] = {"text": render_text, "json": as_json(describe)}
