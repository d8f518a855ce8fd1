"""What was found of changes, kept in the user's cache: a commit that is refused or tried by hand is judged twice.

It is a cache and nothing else: what is kept holds for just these two trees, and one version of all that judges them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from assetcards.findings import Finding, Severity
from assetcards.git.objects import hash_object
from assetcards.lint.finding_form import maybe_parse_findings, render_findings
from assetcards.lint.judges import maybe_tree_facts
from assetcards.model.catalog import Catalog
from assetcards.sources.kept import KeptFolder

MAX_FILES = 64
"""How many changes there are at most whose findings are kept; the oldest are removed."""


class KeptChanges:
    """The findings of a user below the folder of caches, a file for each change."""

    def __init__(self, caches: str) -> None:
        self._folder = KeptFolder(caches, "changes", most=MAX_FILES)

    def find(
        self,
        before: Catalog,
        after: Catalog,
        severities: Collection[Severity],
        find: Callable[[], Sequence[Finding]],
    ) -> Sequence[Finding]:
        """What is kept of just this change, or what is found now, which is kept if that is possible."""
        facts = [_maybe_facts(catalog) for catalog in (before, after)]
        if facts[0] is None or facts[1] is None:
            return find()
        wanted = " ".join(sorted(severities)).encode()
        key = hash_object("blob", b"\0\0".join([wanted, facts[0], facts[1]]))
        kept = maybe_parse_findings(key, self._folder.maybe_read(key) or b"")
        if kept is not None:
            return kept
        found = find()
        self._folder.keep(key, render_findings(key, found))
        return found


def _maybe_facts(catalog: Catalog) -> bytes | None:
    """What all depends on that is found in a catalog; None if more than a tree of git has to do with it."""
    settings = catalog.settings
    others = settings.findings or settings.families.packages
    is_alone = len(catalog.stores) == 1 and catalog.env is None and not others
    facts = maybe_tree_facts(catalog.own.tree) if is_alone else None
    return None if facts is None else facts + str(catalog.own.origin).encode(errors="surrogateescape")
