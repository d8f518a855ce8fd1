"""`catalog validate`: check all cards of a catalog, those that a change touches, or those of some files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cache, partial
from types import TracebackType
from typing import TYPE_CHECKING, Self

from assetcards.errors import CatalogMissingError
from assetcards.findings import Finding, Severity
from assetcards.lint.settling import settle
from assetcards.model.catalog import Catalog, Revision
from assetcards.sources.defaults import PathLike, maybe_caches
from assetcards.sources.endpoints import INDEX, Endpoint, Opener, commit_named
from assetcards.sources.making import check_readable, maybe_open_endpoint, open_endpoint, with_folders
from assetcards.sources.named_files import locate
from assetcards.sources.openers import find_opener
from assetcards.sources.ranges import maybe_open_before_move, maybe_range, missing_catalog, open_where_it_was
from assetcards.sources.untouched import maybe_untouched_head

if TYPE_CHECKING:
    from assetcards.lint.judging import Judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What to check of which catalog: everything, what a change touches, or `files` (paths of files and folders).

    `source`, `root`, `rev`, `env` and `stores` name the catalog as for `open_catalog`, except that there are no default
    stores. `staged` reads the index and checks its changes since HEAD, or with `everything` all of it. `from_ref`
    checks the changes of `to_ref` since its merge base with `from_ref`, which can be a range instead: `A..B` compares
    the two, `A...B` begins at their merge base. `new_only` leaves out what the catalog had in that commit. With
    `allow_none`, a verdict without findings is given where there is no `catalog.toml`, and was none before the change.

    >>> Part(source="cards", from_ref="v1").to_ref
    'HEAD'
    """

    source: PathLike | None = None
    root: PathLike | None = None
    rev: str | None = None
    env: str | None = None
    stores: Sequence[PathLike] = ()
    files: Sequence[PathLike] = ()
    staged: bool = False
    everything: bool = False
    from_ref: str | None = None
    to_ref: str = "HEAD"
    new_only: str | None = None
    allow_none: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The findings that were left out because a revision already had them."""

    revision: Revision
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The checked catalog, open until the verdict is closed, and the findings, one for each cause.

    It `is_partial` if not all severities were asked for. Where there is no catalog to check, `nothing` says so, and
    that of the verdict is empty.
    `known` is what was left out, if only new findings were asked for.

    >>> from assetcards import Part, validate
    >>> with validate(Part(source=cards)) as verdict:
    ...     verdict.catalog.card_names(), verdict.is_partial
    (['tiny'], False)
    """

    catalog: Catalog
    findings: Sequence[Finding]
    is_partial: bool = False
    nothing: str = ""
    known: Known | None = None
    _opened: ExitStack = field(repr=False, default_factory=ExitStack)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opened.close()


def validate(
    catalog: Catalog | Part,
    severities: Collection[Severity] = tuple(Severity),
    *,
    before_history: Callable[[str], None] | None = None,
) -> Verdict:
    """Validate an open catalog, or a part of one that is opened for this; findings have these severities, sorted.

    Closing the verdict closes what was opened for it. Before the history of a remote repository is fetched, because a
    change begins where two commits parted, `before_history` is called with the address.

    Raises SourceError when there is no catalog, UpstreamError when an upstream that is needed cannot be read,
    NoCardFileError for a file that the catalog does not have, and what opening it raises.

    >>> from assetcards import MemoryTree, Part, Severity, open_catalog, validate
    >>> tree = MemoryTree(cards=[{"name": "tiny_chat", "base": "tinny"}, {"name": "tiny"}])
    >>> [finding.code for finding in validate(open_catalog(tree, stores=[]), [Severity.ERROR]).findings]
    ['C401']
    >>> with validate(Part(source=cards, from_ref="v1")) as verdict:
    ...     verdict.findings
    []
    """
    if isinstance(catalog, Catalog):
        catalog.check_environment()
        return _whole_verdict(catalog, severities)
    return _validate_part(catalog, severities, before_history)


def _validate_part(
    part: Part, severities: Collection[Severity], before_history: Callable[[str], None] | None
) -> Verdict:
    if part.staged and not part.everything and part.new_only is None and maybe_untouched_head(part.source, part.root):
        return Verdict(catalog=Catalog([]), findings=(), is_partial=not set(Severity).issubset(severities))
    with ExitStack() as opened:
        files_are_remote = part.rev is not None and part.new_only is None
        opener = find_opener(part.source, part.root, fetches_files=files_are_remote, before_history=before_history)
        base, end = _ends(part, opener)
        if base is not None and part.from_ref is not None:
            opener.require_commits(base)
        before = _maybe_open_before(part, opener, base, opened) if base is not None else None
        try:
            after, rival = open_where_it_was(
                opener, before, part.root, lambda root: opened.enter_context(_open(part, opener, end, root))
            )
        except CatalogMissingError as error:
            if before is not None or not part.allow_none:
                raise
            return Verdict(catalog=Catalog([]), findings=(), nothing=error.message)
        after.check_environment()
        if base is not None and before is None and part.root is not None:
            before = maybe_open_before_move(
                opener, (base, end), after, lambda root: _maybe_open_before(part, opener, base, opened, root)
            )
        if base is None and not part.files:
            return replace(_whole_verdict(after, severities), _opened=opened.pop_all())
        judge = None if base is None else cache(partial(_judge, before))
        after = after if base is None else settle(before, after, rival)
        findings = _find(part, before, judge, after, severities)
        known = None
        if judge is not None and part.new_only is not None:
            from assetcards.lint.fingerprints import new_findings
            from assetcards.lint.lint import condense

            known_at = commit_named(part.new_only)
            then = judge() if base == known_at else _judge(_maybe_open_before(part, opener, known_at, opened))
            found, findings = findings, new_findings(then.before, then.reported, after, findings)
            old = condense(after, set(found).difference(findings), severities)
            known = Known(revision=Revision(part.new_only, opener.commit_of(known_at)), findings=old)
        return replace(_verdict(after, findings, severities), known=known, _opened=opened.pop_all())


def _ends(part: Part, opener: Opener) -> tuple[Endpoint | None, Endpoint]:
    """The base of a change, whose settings judge it (None if no change is checked), and what is checked."""
    if part.staged:
        return commit_named("HEAD"), INDEX
    if part.from_ref is not None:
        ends = maybe_range(part.from_ref)
        return ends or (commit_named(part.from_ref, part.to_ref), commit_named(part.to_ref))
    base = None if part.new_only is None else commit_named(part.new_only)
    return base, opener.default if part.rev is None else commit_named(part.rev)


def _judge(before: Catalog | None) -> Judge:
    """What judges a change. All that judges is loaded late: what is kept needs none of it."""
    from assetcards.lint.judging import Judge

    return Judge(before)


def _find(
    part: Part,
    before: Catalog | None,
    judge: Callable[[], Judge] | None,
    after: Catalog,
    severities: Collection[Severity],
) -> Sequence[Finding]:
    """The findings about the part to check."""
    if judge is not None and ((part.staged and not part.everything) or part.from_ref is not None):
        return _find_in_change(before, judge, after, severities)
    from assetcards.lint.changes import select_files
    from assetcards.lint.lint import lint_catalog

    paths = locate(after, part.files)
    found = judge().lint(after) if judge is not None else lint_catalog(after)
    return select_files(after, paths, found) if paths else found


def _find_in_change(
    before: Catalog | None, judge: Callable[[], Judge], after: Catalog, severities: Collection[Severity]
) -> Sequence[Finding]:
    """The findings about what a change touches; by those that are kept of it, if they are."""
    caches = maybe_caches()

    def find() -> Sequence[Finding]:
        from assetcards.lint.changes import lint_change
        from assetcards.lint.local import LocalChanges
        from assetcards.lint.records import KeptRecords

        return lint_change(judge(), after, severities, local=LocalChanges(KeptRecords(caches)) if caches else None)

    if caches is None or before is None:
        return find()
    from assetcards.lint.kept_changes import KeptChanges

    return KeptChanges(caches).find(before, after, severities, find)


def _open(part: Part, opener: Opener, end: Endpoint, root: PathLike | None) -> Catalog:
    env = part.env or ""
    if part.staged:
        return open_endpoint(opener, end, root, env=env, stores=part.stores)
    if part.from_ref is not None:
        after = maybe_open_endpoint(opener, end, root, env=env, stores=part.stores)
        if after is None:
            opener.explain_missing()
            raise missing_catalog(part.root, end)
        return after
    catalog = with_folders(open_endpoint(opener, end, root, env=env), part.stores)
    if part.allow_none and root is None and catalog.home is None:  # else it is read as a folder of cards
        catalog.close()
        raise missing_catalog(part.root, end)
    check_readable(catalog)
    if part.new_only is not None and end.kind == "checkout":
        opener.check_holds(catalog)
    return catalog


def _maybe_open_before(
    part: Part, opener: Opener, end: Endpoint, opened: ExitStack, root: PathLike | None = None
) -> Catalog | None:
    catalog = maybe_open_endpoint(opener, end, root or part.root, env="", stores=part.stores)
    return opened.enter_context(catalog) if catalog else None


def _whole_verdict(catalog: Catalog, severities: Collection[Severity]) -> Verdict:
    """The verdict on a whole catalog; by the findings that are kept of it, if they are."""
    from assetcards.lint.kept_findings import KeptFindings

    caches = maybe_caches()
    find = partial(_find_everything, catalog)
    found = KeptFindings(caches).find(catalog, find) if caches else find()
    wanted = [finding for finding in found if finding.severity in severities]
    return Verdict(catalog=catalog, findings=wanted, is_partial=not set(Severity).issubset(severities))


def _find_everything(catalog: Catalog) -> Sequence[Finding]:
    from assetcards.lint.lint import lint_catalog

    return _verdict(catalog, lint_catalog(catalog), tuple(Severity)).findings


def _verdict(catalog: Catalog, findings: Sequence[Finding], severities: Collection[Severity]) -> Verdict:
    """The verdict on findings: those of some severities, one for each cause."""
    if findings:
        from assetcards.lint.lint import condense
        from assetcards.lint.upstreams import require_judged

        require_judged(catalog, findings)
        findings = condense(catalog, findings, severities)
    return Verdict(catalog=catalog, findings=findings, is_partial=not set(Severity).issubset(severities))
