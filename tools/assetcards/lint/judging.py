"""Judging a change: what it brings does not judge it.

How each setting counts `kinds` says. A finding that the change silences becomes a warning of its own; one of reading
and resolving stays what it is beside that. A finding was silenced before when the base would silence it where it is
now, when its comment stood before the change, and when the same finding was silent on the base.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cached_property
from typing import TypeAlias

from assetcards.comparison.edits import share_files
from assetcards.findings import Finding, sort_findings
from assetcards.lint.condense import drop_explained
from assetcards.lint.differing import changed_files
from assetcards.lint.fingerprints import Owners, fingerprint_findings
from assetcards.lint.kinds import base_settings, displacing, find_the_same, judging_settings, with_choices_of
from assetcards.lint.lint import Found, find_all, report, select
from assetcards.lint.path_ignores import PathIgnores
from assetcards.lint.silencers import Silencers
from assetcards.lint.standing import find_standing
from assetcards.lint.suppressions import find_comments, is_chosen
from assetcards.model.catalog import Catalog
from assetcards.model.settings_reading import locate_settings
from assetcards.names import FullName
from assetcards.rules.registry import all_rules
from assetcards.trees.tree import SETTINGS_FILE

_Spot: TypeAlias = tuple[str, str, str, int, int]


class Judge:
    """A catalog as it was before a change, or that there was none, which judges what it became."""

    def __init__(self, before: Catalog | None) -> None:
        self.before = before

    def settle(self, after: Catalog, rival: str = "") -> Catalog:
        """The changed catalog under the settings that judge it; all other methods ask for it as it is then.

        `rival` names what the change brings to be read in place of the catalog.
        """
        locate = locate_settings(after.own.tree) if after.stores else lambda _: (0, 0)
        settings = judging_settings(base_settings(self.before, after), after.settings, locate)
        displaced = (displacing(rival),) if rival else ()
        return after.with_(settings=settings._replace(findings=(*settings.findings, *displaced)))

    def lint(self, after: Catalog) -> list[Finding]:
        """Every finding about the changed catalog, and all that the change silences; sorted."""
        self._share_files(after)
        found = find_all(after)
        selected = select(found, after.settings, found.comments)
        return sort_findings([*report(selected), *report(self._find_silenced(after, found, selected))])

    def find_silenced(self, after: Catalog) -> list[Finding]:
        """What is to be told of all that the change silences, sorted; quick where it can silence nothing."""
        self._share_files(after)
        if not after.stores or not self._can_silence(after):
            return []
        found = find_all(after)
        return report(self._find_silenced(after, found, select(found, after.settings, found.comments)))

    @cached_property
    def reported(self) -> list[Finding]:
        """Every finding about the catalog as it was, sorted."""
        return report(self._selected) if self.before is not None else []

    def _share_files(self, after: Catalog) -> None:
        """See to it that a file that is in both is parsed once."""
        if self.before is not None:
            share_files(self.before, after)

    def _can_silence(self, after: Catalog) -> bool:
        changed = changed_files(self.before, after)
        files = (after.own.file(path) for path in after.own.paths() if path in changed)
        comments = [comment for file in files for comment in find_comments(file)]
        standing = list(find_standing(self.before, after, comments))
        return SETTINGS_FILE in changed or len(standing) < len(comments) or bool(self._moved_under_ignores(after))

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
        """What is found, and what of it is reported, where choices and comments are as they were before the change."""
        settings = with_choices_of(base_settings(self.before, after), after.settings)
        held = found if find_the_same(settings, after.settings) else find_all(after.with_(settings=settings))
        kept = select(held, settings, find_standing(self.before, after, found.comments))
        return held, [each for each in kept if not each.code.startswith("C9")]

    def _moved_into_silence(self, after: Catalog, findings: Iterable[Finding], spots: Set[_Spot]) -> Iterator[Finding]:
        """The silent findings, of those at no such spot, about cards that have come to be under an `[[ignore]]`."""
        moved, owners = self._moved_under_ignores(after), Owners(after)
        for finding in findings if moved else ():
            is_silent = _spot(finding) not in spots and is_chosen(finding.code, after.settings)
            if is_silent and (finding.path, owners.maybe_owner(finding)) in moved:
                yield finding

    def _moved_under_ignores(self, after: Catalog) -> Set[tuple[str, FullName]]:
        """The cards of the own store that were in other files before, by the file that an `[[ignore]]` names."""
        if self.before is None or not after.settings.path_ignores:
            return frozenset()
        changed, ignores = changed_files(self.before, after), PathIgnores(after.settings.path_ignores)
        stores = self.before.own, after.own
        files = ([store.file(path) for path in store.paths() if path in changed] for store in stores)
        before, now = ({(file.path, card.full_name) for file in each for card in file.cards} for each in files)
        names = {name for _, name in before}
        return {(path, name) for path, name in now - before if name in names and ignores.naming(path)}

    @cached_property
    def _silent_marks(self) -> Set[str]:
        """The fingerprints of what was silent before."""
        if self.before is None:
            return frozenset()
        reported = _spots(self._selected)
        return self._marks(self.before, (each for each in self._found.findings if _spot(each) not in reported))

    @cached_property
    def _reported_marks(self) -> Set[str]:
        """The fingerprints of what was told before."""
        return self._marks(self.before, drop_explained(self._selected, all_rules())) if self.before else frozenset()

    @staticmethod
    def _marks(catalog: Catalog, findings: Iterable[Finding]) -> Set[str]:
        return frozenset(mark for _, mark in fingerprint_findings(catalog, findings))

    @cached_property
    def _found(self) -> Found:
        assert self.before is not None, "nothing is asked of a catalog that was not there"
        return find_all(self.before)

    @cached_property
    def _selected(self) -> list[Finding]:
        assert self.before is not None, "nothing is asked of a catalog that was not there"
        return select(self._found, self.before.settings, self._found.comments)


def _spots(findings: Iterable[Finding]) -> Set[_Spot]:
    return frozenset(map(_spot, findings))


def _spot(finding: Finding) -> _Spot:
    """What makes a finding one of the catalog, whatever its words: a hint names the settings."""
    return finding.code, finding.source, finding.path, finding.line, finding.column
