"""What was found of the bytes that cards point to, for people and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from assetcards.commands.verify import Problem, State, Verification, Verified
from assetcards.escaping import safe
from assetcards.model.card_edit import render_diff
from assetcards.redaction import redact
from assetcards.rendering.columns import render_columns
from assetcards.rendering.counts import render_count
from assetcards.rendering.display import NO_PREFIXES, Display, Prefixes
from assetcards.rendering.documents import describe_revision
from assetcards.rendering.formats import Formats, as_json

_MAX_FILES = 10
"""How many files of an asset are listed for people."""


def describe(verification: Verification) -> dict[str, object]:
    """The answer as a document for programs."""
    return {
        "revision": describe_revision(verification.catalog.revision),
        "sound": verification.is_sound,
        "assets": list(map(_describe_asset, verification.assets)),
        "problems": [_problem(each, NO_PREFIXES) for each in verification.problems],
        "diff": _diff(verification, NO_PREFIXES),
    }


def _describe_asset(found: Verified) -> dict[str, object]:
    asset = found.asset
    return {
        "card": asset.card,
        "field": asset.field,
        "uri": redact(asset.uri),
        "revision": asset.revision,
        "state": str(found.state),
        "path": None if found.path is None else str(found.path),
        "wanted": asset.digest,
        "digest": found.digest,
        "differs": list(found.differs),
        "missing": list(found.missing),
        "extra": list(found.extra),
        "problem": found.problem,
    }


def render_text(verification: Verification, display: Display) -> str:
    """A line for each asset, with the files that make the difference below it, and how many there are of each state."""
    prefixes = display.from_here(verification.catalog)
    lines = [display.style(safe(_problem(each, prefixes)), "error") for each in verification.problems]
    rows = render_columns([_row(found, display) for found in verification.assets], indent="")
    for row, found in zip(rows, verification.assets, strict=True):
        lines += [row, *_files(found)]
    states = Counter(found.state for found in verification.assets)
    counts = [f"{states[state]} {state}" for state in State if states[state]]
    lines.append(", ".join([render_count(len(verification.assets), "asset"), *counts]))
    return "".join(f"{line}\n" for line in lines) + _safe_lines(_diff(verification, prefixes))


def _row(found: Verified, display: Display) -> tuple[str, ...]:
    role = "error" if found.is_bad else "dim"
    where = found.problem or (redact(found.asset.uri) if found.path is None else str(found.path))
    name = f"{display.style(safe(found.asset.card), 'name')} {safe(found.asset.field)}"
    return display.style(str(found.state), role), name, safe(where)


def _files(found: Verified) -> Iterator[str]:
    if found.is_bad and found.asset.digest is not None and found.digest is not None:
        yield f"  should be {found.asset.digest}"
        yield f"  but is    {found.digest}"
    for what, paths in (("differs", found.differs), ("missing", found.missing), ("extra", found.extra)):
        yield from (f"  {what}  {safe(path)}" for path in paths[:_MAX_FILES])
        if len(paths) > _MAX_FILES:
            yield f"  {what}  {len(paths) - _MAX_FILES} more"


def _problem(problem: Problem, prefixes: Prefixes) -> str:
    place = f"{prefixes.of(problem)}{problem.path}:{problem.line}: " if problem.path else ""
    return f"{place}{problem.message}"


def _diff(verification: Verification, prefixes: Prefixes) -> str:
    return "".join(render_diff(each.before, each.after, prefixes.of(each) + each.path) for each in verification.edits)


def _safe_lines(text: str) -> str:
    return "".join(f"{safe(line)}\n" for line in text.splitlines())


FORMATS: Formats[Verification] = {"text": render_text, "json": as_json(describe)}
