"""Judging a change: what it brings does not judge it.

How each setting counts `kinds` says. A finding that the change silences is told as a warning of its own; one of reading
and resolving stays what it is beside that. A finding was silenced before when the base would silence it where it is
now, when its comment stood before the change, and when the same finding was silent on the base.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from assetcards.diagnostics import Diagnostic, sort_diagnostics
from assetcards.lint.condense import drop_explained
from assetcards.lint.differing import changed_files
from assetcards.lint.fingerprints import fingerprint_findings
from assetcards.lint.kinds import base_settings, displacing, judging_settings, with_choices_of
from assetcards.lint.lint import Found, find_all, select, tell
from assetcards.lint.path_ignores import PathIgnores
from assetcards.lint.silencers import Silencers
from assetcards.lint.standing import find_standing
from assetcards.lint.suppressions import has_comments, is_chosen
from assetcards.model.catalog import Catalog
from assetcards.model.settings_reading import locate_settings
from assetcards.rules.registry import all_rules
from assetcards.trees.tree import SETTINGS_FILE


def judged(before: Catalog | None, after: Catalog, rival: str = "") -> Catalog:
    """A catalog under the settings that judge what changed in it since an earlier one; None when there was none.

    `rival` names what the change brings to be read in place of the catalog.
    """
    locate = locate_settings(after.own.tree) if after.stores else lambda _: (0, 0)
    settings = judging_settings(base_settings(before, after), after.settings, locate)
    displaced = (displacing(rival),) if rival else ()
    return after.with_(settings=settings._replace(diagnostics=(*settings.diagnostics, *displaced)))


def lint_judged(before: Catalog | None, after: Catalog) -> list[Diagnostic]:
    """Every finding about a catalog as `judged` gives it, and all that the change silences; sorted."""
    found = find_all(after)
    selected = select(found, after.settings, found.comments)
    return sort_diagnostics([*tell(selected), *tell(_find_silenced(before, after, found, selected))])


def find_silenced(before: Catalog | None, after: Catalog) -> list[Diagnostic]:
    """What a change silences alone, sorted; `after` is as `judged` gives it. Quick where nothing can silence."""
    if not after.stores or not _can_silence(before, after):
        return []
    found = find_all(after)
    selected = select(found, after.settings, found.comments)
    return tell(_find_silenced(before, after, found, selected))


def _can_silence(before: Catalog | None, after: Catalog) -> bool:
    store, changed = after.own, changed_files(before, after)
    files = (store.file(path) for path in store.paths() if path in changed)
    ignores = PathIgnores(after.settings.path_ignores)
    return SETTINGS_FILE in changed or any(map(ignores.naming, changed)) or any(map(has_comments, files))


def _find_silenced(
    before: Catalog | None, after: Catalog, found: Found, selected: Sequence[Diagnostic]
) -> Iterator[Diagnostic]:
    """What is to be told of the findings that the change silences."""
    held = _Held.of(before, after, found)
    told = set(map(_spot, selected))
    added = [each for each in drop_explained(held.selected, all_rules()) if _spot(each) not in told]
    known = told.union(map(_spot, held.selected))
    changed = changed_files(before, after)
    moved = [
        each
        for each in found.findings
        if each.path in changed and _spot(each) not in known and is_chosen(each.code, after.settings)
    ]
    if not added and not moved:
        return
    marks = _mark(before)
    silencers = Silencers(found.comments, after.settings)
    for finding, mark in fingerprint_findings(after, added):
        if mark not in marks.silent:
            yield from silencers.report(finding, stays=finding in held.found.broken)
    for finding, mark in fingerprint_findings(after, moved):
        if mark in marks.told:
            yield from silencers.report(finding, stays=False)


def _spot(finding: Diagnostic) -> tuple[str, str, str, int, int]:
    """What makes a finding one of the catalog, whatever its words: a hint names the settings."""
    return finding.code, finding.source, finding.path, finding.line, finding.column


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """What is found, and what of it is told, where choices and comments are as they were before the change."""

    found: Found
    selected: Sequence[Diagnostic]

    @classmethod
    def of(cls, before: Catalog | None, after: Catalog, found: Found) -> _Held:
        """Found again where addresses are allowed that were not."""
        settings = with_choices_of(base_settings(before, after), after.settings)
        held = found if settings == after.settings else find_all(after.with_(settings=settings))
        selected = select(held, settings, find_standing(before, after, found.comments))
        return cls(found=held, selected=[each for each in selected if not each.code.startswith("C9")])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marks:
    """The fingerprints of what is told of a catalog, and of what is silent."""

    told: Set[str]
    silent: Set[str]


def _mark(catalog: Catalog | None) -> _Marks:
    if catalog is None:
        return _Marks(told=frozenset(), silent=frozenset())
    found = find_all(catalog)
    selected = select(found, catalog.settings, found.comments)
    spots = set(map(_spot, selected))
    silent = (finding for finding in found.findings if _spot(finding) not in spots)
    told, untold = (
        frozenset(mark for _, mark in fingerprint_findings(catalog, each))
        for each in (drop_explained(selected, all_rules()), silent)
    )
    return _Marks(told=told, silent=untold)
