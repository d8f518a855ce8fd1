"""The upstreams of a catalog, and what an update of them does, for people and for programs."""

from __future__ import annotations

from typing import TypeAlias

from assetcards.commands.upstream import Copy, Listed, ListedUpstream, Pin, Update
from assetcards.escaping import safe
from assetcards.redaction import redact
from assetcards.rendering.columns import render_columns
from assetcards.rendering.commits import SHORT_ID
from assetcards.rendering.counts import render_count
from assetcards.rendering.diff import describe as describe_diff
from assetcards.rendering.diff import render_blocks
from assetcards.rendering.display import Display
from assetcards.rendering.formats import Formats, as_json
from assetcards.rendering.wording import render_summary


def _describe_list(listed: Listed) -> dict[str, object]:
    """The upstreams as a document for programs."""
    return {"upstreams": list(map(_describe_listed, listed.upstreams))}


def _describe_listed(listed: ListedUpstream) -> dict[str, object]:
    upstream = listed.upstream
    return {
        "name": upstream.name,
        "repository": redact(upstream.repository),
        "rev": upstream.rev,
        "commit": upstream.commit or None,
        "root": upstream.root or None,
        "vendored": upstream.vendored or None,
        "cards": listed.cards,
        "problem": listed.problem,
    }


def _render_list(listed: Listed, display: Display) -> str:
    """A line for each upstream."""
    rows = [
        (
            display.style(safe(each.upstream.name), "heading"),
            safe(redact(each.upstream.repository)),
            safe(each.upstream.rev),
            each.upstream.commit[:SHORT_ID] or "no commit",
            safe(each.problem) if each.problem else render_count(each.cards, "card"),
        )
        for each in listed.upstreams
    ]
    return "\n".join(render_columns(rows, indent="") or ["no upstreams"]) + "\n"


def _describe_update(update: Update) -> dict[str, object]:
    """An update as a document for programs."""
    diff = None if update.diff is None else describe_diff(update.diff)
    return {"upstreams": list(map(_describe_pin, update.pins)), "diff": diff, "uncompared": update.uncompared}


def _describe_pin(pin: Pin) -> dict[str, object]:
    old = pin.upstream.commit or None
    return {"name": pin.upstream.name, "rev": pin.upstream.rev, "old": old, "new": pin.commit, "branch": pin.is_branch}


def _render_update(update: Update, display: Display) -> str:
    """A line for each upstream, and what changes in our cards."""
    head = [_render_pin(pin) for pin in update.pins] or ["no upstreams"]
    if update.uncompared is not None:
        head.append(f"not compared with before: {safe(update.uncompared)}")
    if update.diff is None or not update.is_new:
        return "\n".join(head) + "\n"
    head.append(render_summary(update.diff.impact))
    blocks = [head, *render_blocks(update.diff, display)]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _render_pin(pin: Pin) -> str:
    name, rev = safe(pin.upstream.name), safe(pin.upstream.rev)
    old = pin.upstream.commit[:SHORT_ID] or "no commit"
    moved = f"{old} -> {pin.commit[:SHORT_ID]}" if pin.is_new else f"{old}, as before"
    branch = "; a branch moves: name a tag in rev" if pin.is_branch else ""
    copy = f"; copy it again: catalog upstream vendor {name} DIR" if pin.is_new and pin.upstream.vendored else ""
    return f"{name}: {rev} = {moved}{branch}{copy}"


def _describe_copy(copy: Copy) -> dict[str, object]:
    """A copy as a document for programs."""
    upstream = copy.upstream
    return {"name": upstream.name, "commit": upstream.commit, "files": copy.files, "vendored": copy.vendored}


def _render_copy(copy: Copy) -> str:
    """What was written, and what to write into the settings."""
    written = f"{safe(copy.upstream.name)}: wrote {copy.files} files of commit {copy.upstream.commit[:SHORT_ID]}\n"
    if copy.is_named:
        return written
    return f'{written}to read them, write into this [[upstream]] of catalog.toml: vendored = "{safe(copy.vendored)}"\n'


Answer: TypeAlias = Listed | Update | Copy


def describe(answer: Answer) -> dict[str, object]:
    """What a verb of upstreams answers, as a document for programs."""
    match answer:
        case Listed():
            return _describe_list(answer)
        case Update():
            return _describe_update(answer)
        case Copy():
            return _describe_copy(answer)


def render_text(answer: Answer, display: Display) -> str:
    """What a verb of upstreams answers, for people."""
    match answer:
        case Listed():
            return _render_list(answer, display)
        case Update():
            return _render_update(answer, display)
        case Copy():
            return _render_copy(answer)


FORMATS: Formats[Answer] = {"text": render_text, "json": as_json(describe)}
