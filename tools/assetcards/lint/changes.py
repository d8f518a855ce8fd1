"""What a change touches (the files and cards that differ, and their dependents), and the findings to report about it.

A finding is reported if it is about a card that the change touches, if the catalog did not have it before, or if its
rule always covers the whole catalog.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from assetcards.findings import Finding, Severity, sort_findings
from assetcards.lint.differing import attributes_differ, changed_files, other_files_differ
from assetcards.lint.fingerprints import Owners, new_findings
from assetcards.lint.judging import Judge
from assetcards.model.card import Card
from assetcards.model.catalog import Catalog
from assetcards.model.graph import Graph
from assetcards.names import FullName
from assetcards.rules.registry import all_rules
from assetcards.trees.tree import SETTINGS_FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """What a change touches: files, and cards with their dependents."""

    files: frozenset[str]
    cards: frozenset[FullName]


def lint_change(judge: Judge, after: Catalog, severities: Collection[Severity] = tuple(Severity)) -> list[Finding]:
    """The findings of these severities to report about a change, sorted; `after` comes from `Judge.settle`.

    This is fast if neither the files of the catalog nor their git attributes differ, and no file was added beside them
    or removed. The old side is checked only if
    there are findings about cards that the change does not touch, so fewer severities mean less work.
    """
    before = judge.before
    files = changed_files(before, after)
    if not (files or attributes_differ(before, after) or other_files_differ(before, after)):
        return [finding for finding in after.settings.findings if finding.code == "C908"]
    found = [finding for finding in judge.lint(after) if finding.severity in severities]
    if before is None:
        return found
    reported = _select(_touched_between(before, after, files), after, found)
    others = set(found) - set(reported)
    if others:
        others &= set(new_findings(before, judge.reported, after, found))
    return sort_findings([*reported, *others])


def select_files(catalog: Catalog, files: Collection[str], found: Sequence[Finding]) -> Sequence[Finding]:
    """The findings to report if files of a catalog are named, as if everything in them had changed.

    Everything may depend on `catalog.toml`, and on the descriptions of families that it names.
    """
    if not {SETTINGS_FILE, *catalog.settings.families.descriptions}.isdisjoint(files):
        return found
    changed = {name for name, _, _ in _written(catalog, files)}
    return _select(_touched(files, changed, catalog.all_cards()), catalog, found)


def _touched_between(before: Catalog, after: Catalog, files: Collection[str]) -> Touched:
    changed = {name for name, _, _ in _written(before, files) ^ _written(after, files)}
    return _touched(files, changed, [*before.all_cards(), *after.all_cards()])


def _touched(files: Iterable[str], changed: Iterable[FullName], cards: Iterable[Card]) -> Touched:
    return Touched(files=frozenset(files), cards=frozenset(Graph(cards).with_dependents(changed)))


def _written(catalog: Catalog, files: Collection[str]) -> set[tuple[FullName, str, str]]:
    """The cards of files, each with its path and its text: a card has changed if one of these differs."""
    store = catalog.own
    found: set[tuple[FullName, str, str]] = set()
    for path in store.paths():
        if path in files:
            found.update((card.full_name, path, text) for card, text in store.file(path).card_texts())
    return found


def _select(touched: Touched, catalog: Catalog, findings: Iterable[Finding]) -> list[Finding]:
    everywhere = {rule.code for rule in all_rules() if rule.covers_catalog}
    owners = Owners(catalog)

    def is_reported(finding: Finding) -> bool:
        if finding.code in everywhere:
            return True
        owner = owners.maybe_owner(finding)
        return finding.path in touched.files if owner is None else owner in touched.cards

    return [finding for finding in findings if is_reported(finding)]
