"""What was locked, and whether it is what its source says now, for people and for programs."""

from __future__ import annotations

from assetcards.commands.lock import Drift, Locked
from assetcards.escaping import safe
from assetcards.rendering.cautions import describe_cautions, render_cautions
from assetcards.rendering.columns import render_columns
from assetcards.rendering.commits import SHORT_ID
from assetcards.rendering.counts import render_count
from assetcards.rendering.display import Display
from assetcards.rendering.documents import describe_name
from assetcards.rendering.formats import Formats, as_json


def describe(locked: Locked) -> dict[str, object]:
    """A lock as a document for programs; of one that was checked also what its source says now."""
    lock = locked.lock
    document: dict[str, object] = {
        "file": locked.path,
        "repository": lock.repository,
        "root": lock.root,
        "revision": {"asked": lock.revision, "commit": lock.commit},
        "cards": [{**describe_name(name), **describe_cautions(card)} for name, card in locked.resolved.items()],
        "unreachable": locked.unreachable,
    }
    if not isinstance(locked, Drift):
        names = {"dropped": locked.dropped, "uncommitted": locked.uncommitted}
        return {**document, **{key: list(map(describe_name, value)) for key, value in names.items()}}
    differences = [{**describe_name(each.full_name), "message": each.words} for each in locked.cards]
    return {**document, "now": locked.commit, "differences": differences}


def render_text(locked: Locked, _: Display) -> str:
    """What was locked, or how it differs from what its source says now; and which cards are deprecated or gated."""
    text = _render_drift(locked) if isinstance(locked, Drift) else _render_locked(locked)
    cautions = (f"{name} is {said}" for name, card in sorted(locked.resolved.items()) for said in render_cautions(card))
    return text + "".join(f"{safe(caution)}\n" for caution in cautions)


def _render_locked(locked: Locked) -> str:
    lock = locked.lock
    count = render_count(len(lock.cards), "card")
    lines = [f"{locked.path}: {count} of {lock.repository} at {lock.revision} = {lock.commit}"]
    if locked.dropped:
        lines.append(f"no longer locked: {', '.join(map(str, locked.dropped))}")
    if locked.uncommitted:
        lines.append(f"otherwise in the checkout: {', '.join(map(str, locked.uncommitted))} ({_COMMIT})")
    return "".join(f"{safe(line)}\n" for line in [*lines, *_render_unreachable(locked)])


_COMMIT = "to lock that, commit it: catalog lock --update"


def _render_unreachable(locked: Locked) -> list[str]:
    hint = "push it, or lock another commit: catalog lock --update"
    return [f"{locked.unreachable}: others may not get it ({hint})"] if locked.unreachable else []


def _render_drift(drift: Drift) -> str:
    lock, commit = drift.lock, drift.commit
    if commit == lock.commit:
        head = f"{lock.revision} is still {commit[:SHORT_ID]}"
    else:
        head = f"{lock.revision} is {commit[:SHORT_ID]} now, locked is {lock.commit[:SHORT_ID]}"
    rows = [(safe(str(each.full_name)), safe(each.words)) for each in drift.cards]
    tail = [] if rows else ["every locked card resolves to what is locked"]
    tail += map(safe, _render_unreachable(drift))
    return "\n".join([safe(head), *render_columns(rows), *tail]) + "\n"


FORMATS: Formats[Locked] = {"text": render_text, "json": as_json(describe)}
