"""`catalog policy`: whether a change passes, needs review or fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from assetcards.errors import CatalogMissingError, shorten
from assetcards.findings import Finding, finding_of, sort_findings
from assetcards.lint.settling import can_silence, settle
from assetcards.model.catalog import Catalog
from assetcards.model.settings import Outcome
from assetcards.policies.policing import judge_change, outcome_of
from assetcards.sources.defaults import PathLike
from assetcards.sources.endpoints import INDEX, commit_named
from assetcards.sources.ranges import Range, Side, open_range
from assetcards.sources.untouched import UNTOUCHED, maybe_untouched_head
from assetcards.trees.tree import SETTINGS_FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A change, its new side with the settings that judge it, and the findings, sorted.

    Where nothing was to be judged, `nothing` says why, and both catalogs are empty.
    Nothing is left out as `known`: what is said of a change was not there before it.
    """

    old: Side
    new: Side
    findings: Sequence[Finding]
    nothing: str = ""
    known: None = None

    @property
    def outcome(self) -> Outcome:
        """The outcome of the change."""
        return outcome_of(self.findings)

    @property
    def catalog(self) -> Catalog:
        """The catalog that the findings are about: the old one if the change removes it."""
        return self.new.catalog if self.new.catalog.stores else self.old.catalog


@contextmanager
def open_judgement(
    ends: Range,
    *,
    source: PathLike | None = None,
    root: PathLike | None = None,
    stores: Sequence[PathLike] = (),
    allow_none: bool = False,
    before_history: Callable[[str], None] | None = None,
) -> Iterator[Judgement]:
    """The judgement of a range, whose catalogs are open as long as it is used.

    A commit that is being made and changes no file of a catalog is not judged, nor is, with `allow_none`, a range
    without any catalog. Raises what `open_range` raises.
    """
    head = maybe_untouched_head(source, root) if ends == (commit_named("HEAD"), INDEX) else None
    if head is not None:
        yield _unjudged(ends, head, UNTOUCHED)
        return
    try:
        old, new = open_range(ends, source=source, root=root, stores=stores, before_history=before_history)
    except CatalogMissingError as error:
        if not allow_none:
            raise
        yield _unjudged(ends, "", error.message)
        return
    with old.catalog, new.catalog:
        yield judge(old, new)


def _unjudged(ends: Range, head: str, why: str) -> Judgement:
    old, new = (Side(kind=end.kind, asked=end.asked, commit="", catalog=Catalog([])) for end in ends)
    return Judgement(old=replace(old, commit=head), new=new, findings=(), nothing=why)


def judge(old: Side, new: Side) -> Judgement:
    """Find what the policies report about a change, what it silences, and what it does to the settings."""
    before = old.catalog if old.catalog.stores else None
    after = settle(before, new.catalog, new.rival)
    known = {(finding.code, finding.message) for finding in old.catalog.settings.findings}
    brought = [each for each in after.settings.findings if (each.code, each.message) not in known]
    appeared = [] if before is not None else [_nothing_before(old)]
    wrong = _found_wrong(before, after, brought) if brought or can_silence(before, after) else []
    findings = [*appeared, *wrong, *judge_change(old.catalog, after)]
    return Judgement(old=old, new=replace(new, catalog=after), findings=sort_findings(findings))


def _found_wrong(before: Catalog | None, after: Catalog, brought: Sequence[Finding]) -> list[Finding]:
    """What a change brings into the settings, and what it silences."""
    from assetcards.lint.judging import Judge  # late: most changes do neither, and no rule judges them
    from assetcards.lint.lint import report

    return [*report(brought), *Judge(before).find_silenced(after)]


def _nothing_before(old: Side) -> Finding:
    """What asks for a review where there is nothing to compare with: a catalog that moved may look like a new one."""
    message = f"{shorten(old.asked)} has no such catalog, so there is nothing to compare with: all cards count as new"
    return finding_of("C908", SETTINGS_FILE, (0, 0), message, "if it has another folder there, leave out --root")
