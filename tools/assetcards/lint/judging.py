"""Checks a change by the settings that were there before it.

`kinds` says how each setting counts. A finding that the change silences is reported as a warning; a finding of reading
or resolving is also reported itself. A finding was silenced before if the base would silence it at its new location,
if its comment was there before the change, or if the same finding was silenced on the base.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cached_property
from typing import TypeAlias

from assetcards.comparison.edits import share_files
from assetcards.findings import Finding, sort_findings
from assetcards.lint.condense import drop_explained
from assetcards.lint.fingerprints import Owners, fingerprint_findings
from assetcards.lint.kept_comments import find_kept
from assetcards.lint.kinds import base_settings, find_the_same, with_choices_of
from assetcards.lint.lint import Found, find_all, report, select
from assetcards.lint.settling import can_silence, moved_under_ignores, settle
from assetcards.lint.silencers import Silencers
from assetcards.lint.suppressions import is_chosen
from assetcards.model.catalog import Catalog
from assetcards.rules.registry import all_rules
from assetcards.rules.rule import Rule

_Spot: TypeAlias = tuple[str, str, str, int, int]


class Judge:
    """A catalog as it was before a change (None if there was none), by whose settings the change is checked."""

    def __init__(self, before: Catalog | None) -> None:
        self.before = before

    def settle(self, after: Catalog, rival: str = "") -> Catalog:
        """The changed catalog with the settings that judge it; all other methods take this catalog.

        `rival` names another catalog that the change adds and that a search would find first.
        """
        return settle(self.before, after, rival)

    def find(self, after: Catalog, rules: Iterable[Rule] | None = None) -> Found:
        """All that is found in the changed catalog, by all rules or only these."""
        self._share_files(after)
        return find_all(after, rules)

    def lint(self, after: Catalog, found: Found | None = None) -> list[Finding]:
        """Every finding about the changed catalog, and every finding that the change silences, sorted.

        `found` is what is found in it, if that is known.
        """
        found = found or self.find(after)
        selected = select(found, after.settings, found.comments)
        return sort_findings([*report(selected), *report(self._find_silenced(after, found, selected))])

    def find_silenced(self, after: Catalog) -> list[Finding]:
        """The findings to report about what the change silences, sorted; fast if it can silence nothing."""
        if not can_silence(self.before, after):
            return []
        self._share_files(after)
        found = find_all(after)
        return report(self._find_silenced(after, found, select(found, after.settings, found.comments)))

    @cached_property
    def reported(self) -> list[Finding]:
        """Every finding about the old catalog, sorted."""
        return report(self._selected) if self.before is not None else []

    def _share_files(self, after: Catalog) -> None:
        """Let both catalogs parse a file that they share once."""
        if self.before is not None:
            share_files(self.before, after)

    def _find_silenced(self, after: Catalog, found: Found, selected: Sequence[Finding]) -> Iterator[Finding]:
        silencers = Silencers(found.comments, after.settings)
        held, kept = self._hold(after, found)
        reported = _spots(selected)
        added = [each for each in drop_explained(kept, all_rules()) if _spot(each) not in reported]
        for finding, mark in fingerprint_findings(after, added):
            if mark not in self._silent_marks:
                yield from silencers.report(finding, stays=finding in held.broken)
        moved = self._moved_into_silence(after, found.findings, reported | _spots(kept))
        for finding, mark in fingerprint_findings(after, moved):
            if mark in self._reported_marks:
                yield from silencers.report(finding, stays=False)

    def _hold(self, after: Catalog, found: Found) -> tuple[Found, list[Finding]]:
        """What is found, and what would be reported, with the choices and comments of before the change."""
        settings = with_choices_of(base_settings(self.before, after), after.settings)
        held = found if find_the_same(settings, after.settings) else find_all(after.with_(settings=settings))
        kept = select(held, settings, find_kept(self.before, after, found.comments))
        return held, [each for each in kept if not each.code.startswith("C9")]

    def _moved_into_silence(self, after: Catalog, findings: Iterable[Finding], spots: Set[_Spot]) -> Iterator[Finding]:
        """The silenced findings about cards that the change moved under an `[[ignore]]`, except at these spots."""
        moved, owners = moved_under_ignores(self.before, after), Owners(after)
        for finding in findings if moved else ():
            is_silent = _spot(finding) not in spots and is_chosen(finding.code, after.settings)
            if is_silent and (finding.path, owners.maybe_owner(finding)) in moved:
                yield finding

    @cached_property
    def _silent_marks(self) -> Set[str]:
        """The fingerprints of the findings that were silenced before."""
        if self.before is None:
            return frozenset()
        reported = _spots(self._selected)
        return self._marks(self.before, (each for each in self._found.findings if _spot(each) not in reported))

    @cached_property
    def _reported_marks(self) -> Set[str]:
        """The fingerprints of the findings that were reported before."""
        return self._marks(self.before, drop_explained(self._selected, all_rules())) if self.before else frozenset()

    @staticmethod
    def _marks(catalog: Catalog, findings: Iterable[Finding]) -> Set[str]:
        return frozenset(mark for _, mark in fingerprint_findings(catalog, findings))

    @cached_property
    def _found(self) -> Found:
        assert self.before is not None, "there was no catalog before"
        return find_all(self.before)

    @cached_property
    def _selected(self) -> list[Finding]:
        assert self.before is not None, "there was no catalog before"
        return select(self._found, self.before.settings, self._found.comments)


def _spots(findings: Iterable[Finding]) -> Set[_Spot]:
    return frozenset(map(_spot, findings))


def _spot(finding: Finding) -> _Spot:
    """What identifies a finding in a catalog without its text: a hint may name settings."""
    return finding.code, finding.source, finding.path, finding.line, finding.column
