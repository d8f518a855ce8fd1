"""A card that does not resolve after the change, or whose file cannot be read.

Nobody can use the card, and nobody can review what the change does to it.

    # before
    name: tiny
    license: MIT
    # after: the list is not closed
    name: tiny
    license: [MIT

Fix the card in the change that breaks it.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding, has_errors
from assetcards.lint.fingerprints import new_findings
from assetcards.model.catalog import Catalog
from assetcards.model.resolve import maybe_orphan_finding
from assetcards.model.settings import Outcome
from assetcards.policies.policy import Change, Objection, Policy, by_finding, cannot_be_judged, name_affected


def check(change: Change) -> Iterator[Objection]:
    reported = set()
    for wrong, affected in by_finding(change.impact.broken):
        reported.add(wrong.path)
        yield _objection(wrong, name_affected(affected))
    for wrong in _new_errors(change):
        if wrong.path not in reported:
            reported.add(wrong.path)
            yield _objection(wrong, "the file")


def _new_errors(change: Change) -> list[Finding]:
    if not change.new.stores:
        return []
    before = change.old if change.old.stores else None
    return new_findings(before, _errors(before) if before else (), change.new, _errors(change.new))


def _errors(catalog: Catalog) -> list[Finding]:
    """Errors in the text of files, and overrides without a plain card: resolving cards does not report these."""
    orphans = (maybe_orphan_finding(catalog, card) for card in catalog.own_cards())
    return [finding for finding in (*catalog.text_findings(), *filter(None, orphans)) if has_errors([finding])]


def _objection(wrong: Finding, what: str) -> Objection:
    message = f"{cannot_be_judged(what)}: broken now: {wrong.message}"
    return Objection((wrong.path, wrong.line), message, "fix it in the same change", wrong.related)


POLICY = Policy(code="P108", name="broken", default=Outcome.FAIL, check=check)
