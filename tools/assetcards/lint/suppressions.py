"""Which findings are reported: those of the rules that `catalog.toml` selects, except what is silenced with a reason.

Findings of reading and resolving are always reported unless they are silenced at their location: turned off for the
whole catalog, they would let unreadable files pass. Findings about settings and suppressions (C9) are always reported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from operator import attrgetter
from typing import TypeAlias

from assetcards.errors import shorten
from assetcards.findings import Finding, finding_of
from assetcards.lint.comments import MAX_CODES, IgnoreComment
from assetcards.lint.path_ignores import PathIgnores
from assetcards.model.settings import CodeChoice, PathIgnore, Settings
from assetcards.names import Suggestions
from assetcards.rules.registry import maybe_rule, rule_modules
from assetcards.trees.tree import SETTINGS_FILE

Line: TypeAlias = tuple[str, str, int]
"""A line of a file: its store, its path and its number."""

MAX_FINDINGS = 1000
"""How many findings a rule may have in a file: enough to fix it, and a bound on the time that it takes."""

_HOW = "write `# catalog: ignore[CODE] REASON` at the end of the line"


def select_findings(
    findings: Iterable[Finding],
    comments: Iterable[IgnoreComment],
    settings: Settings,
    *,
    noted: Collection[Finding] = (),
) -> Iterator[Finding]:
    """The findings to report, and those about the suppressions themselves.

    `noted` are the findings of reading. Some have the code of a rule: a key that is not a string breaks a card at its
    top level, and is reported by a rule further down.
    """
    comments = list(comments)
    on_line = by_line(comments)
    ignores = PathIgnores(settings.path_ignores)
    codes = _Codes(settings)
    used: set[tuple[IgnoreComment | int, str]] = set()
    unread: set[str] = set()
    for finding in findings:
        if not _comes_from_a_check(finding.code):
            unread.add(finding.path)
        if finding in noted or codes.are_chosen(finding.code):
            silencers = list(_silencers(finding, on_line.get(line_of(finding), ()), ignores))
            used.update(silencers)
            if not silencers:
                yield finding
    for path, in_file in groupby(comments, key=attrgetter("path")):
        unused = (
            (comment, [code for code in comment.codes if path not in unread and (comment, code) not in used])
            for comment in in_file
        )
        checked = (found for comment, wanted in unused for found in _check_comment(comment, codes, wanted))
        yield from islice(checked, MAX_FINDINGS)
    yield from _check_choices(settings, codes)
    yield from _check_ignores(settings.path_ignores, codes, used, frozenset().union(*map(ignores.naming, unread)))


def by_line(comments: Iterable[IgnoreComment]) -> Mapping[Line, Sequence[IgnoreComment]]:
    """The comments that silence anything, by line."""
    found: dict[Line, list[IgnoreComment]] = defaultdict(list)
    for comment in comments:
        if comment.silences:
            found[line_of(comment)].append(comment)
    return dict(found)


def line_of(what: Finding | IgnoreComment) -> Line:
    """The line of a finding or a comment, with its store."""
    return what.source, what.path, what.line


def is_chosen(code: str, settings: Settings) -> bool:
    """Whether the settings select the findings of a code."""
    if _is_always_chosen(code):
        return True
    selected = settings.select is None or any(choice.covers(code) for choice in settings.select)
    return selected and not any(choice.covers(code) for choice in settings.ignore)


def _is_always_chosen(code: str) -> bool:
    return code.startswith("C9") or not _comes_from_a_check(code)


def _comes_from_a_check(code: str) -> bool:
    """Whether a finding comes from a check; if not, reading or resolving stopped, and rules did not see everything."""
    rule = maybe_rule(code)
    return rule is not None and rule.judges


class _Codes:
    """What settings and rules say about codes, worked out once for each: there may be thousands of findings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._known = tuple(rule_modules())
        self._suggestions = Suggestions(self._known)
        self._chosen: dict[str, bool] = {}
        self._to_be_silenced: dict[str, bool] = {}

    def are_chosen(self, code: str) -> bool:
        """Whether the settings select the findings of a code."""
        if code not in self._chosen:
            self._chosen[code] = is_chosen(code, self._settings)
        return self._chosen[code]

    def may_be_silenced(self, beginning: str) -> bool:
        """Whether the settings select any of the codes; otherwise there is nothing to silence."""
        if beginning not in self._to_be_silenced:
            having = (code for code in self._known if code.startswith(beginning))
            self._to_be_silenced[beginning] = any(map(self.are_chosen, having))
        return self._to_be_silenced[beginning]

    def maybe_problem(self, code: str, *, whole: bool = False) -> tuple[str, str] | None:
        """Why a code cannot be silenced, and what to do; None if it can."""
        if code.startswith("C9"):
            return f"{code} cannot be silenced", "fix what it reports"
        return self.maybe_unknown(code, whole=whole)

    def maybe_unknown(self, code: str, *, whole: bool = False) -> tuple[str, str] | None:
        """The message that no rule has a code or a code that begins like it, and what to do; None if one has."""
        if code in self._known or (not whole and any(each.startswith(code) for each in self._known)):
            return None
        close = self._suggestions.closest(code) if len(code) == len(self._known[0]) else []
        hint = f"did you mean {close[0]!r}?" if close else "see `catalog rules`"
        return f"unknown rule code {shorten(code)!r}", hint


def _silencers(
    finding: Finding, comments: Iterable[IgnoreComment], ignores: PathIgnores
) -> Iterator[tuple[IgnoreComment | int, str]]:
    """The comments, and the numbers of the `[[ignore]]` tables, that silence a finding."""
    if finding.code.startswith("C9"):
        return
    for comment in comments:
        if finding.code in comment.codes:
            yield comment, finding.code
    for number in ignores.silencing(finding.path, finding.code):
        yield number, finding.code


def maybe_silencer(
    finding: Finding, comments: Iterable[IgnoreComment], ignores: PathIgnores
) -> IgnoreComment | int | None:
    """What silences a finding: a comment on its line, or the number of an `[[ignore]]` table."""
    return next((silencer for silencer, _ in _silencers(finding, comments, ignores)), None)


def _check_comment(comment: IgnoreComment, codes: _Codes, unused: Collection[str]) -> Iterator[Finding]:
    location = (comment.line, comment.column)
    if comment.has_capitals:
        yield finding_of("C905", comment.path, location, "ignore comment with capitals, which silences nothing", _HOW)
        return
    if not comment.codes or not comment.reason:
        lacks = "reason" if comment.codes else "code"
        yield finding_of("C905", comment.path, location, f"ignore comment without a {lacks}", _HOW)
        return
    if len(comment.codes) > MAX_CODES:
        message = f"ignore comment with {len(comment.codes)} codes, which silences nothing"
        yield finding_of("C905", comment.path, location, message, f"name at most {MAX_CODES}")
        return
    for code in comment.codes:
        problem = codes.maybe_problem(code, whole=True)
        if problem is not None:
            yield finding_of("C904", comment.path, location, *problem)
        elif code in unused and codes.are_chosen(code):
            message = f"ignore[{code}] silences nothing on this line"
            hint = "remove it, or move it to the line of the finding"
            yield finding_of("C906", comment.path, location, message, hint)


def _check_choices(settings: Settings, codes: _Codes) -> Iterator[Finding]:
    for choice in settings.select or ():
        yield from _check_choice(choice, codes.maybe_unknown(choice.text))
    for choice in settings.ignore:
        yield from _check_choice(choice, codes.maybe_problem(choice.text) or _maybe_fixed(choice.text))


def _check_ignores(
    ignores: Sequence[PathIgnore],
    codes: _Codes,
    used: Collection[tuple[IgnoreComment | int, str]],
    unread: Collection[int],
) -> Iterator[Finding]:
    """`unread` are the numbers of those for files that rules did not see whole."""
    used_codes: dict[IgnoreComment | int, list[str]] = defaultdict(list)
    for by, code in used:
        used_codes[by].append(code)
    for number, ignore in enumerate(ignores):
        for choice in ignore.codes:
            problem = codes.maybe_problem(choice.text)
            yield from _check_choice(choice, problem)
            if problem is not None or number in unread or not codes.may_be_silenced(choice.text):
                continue
            if not any(map(choice.covers, used_codes[number])):
                location = (choice.line, choice.column)
                yield finding_of("C906", SETTINGS_FILE, location, f"{choice.text!r} silences nothing", "remove it")


def _check_choice(choice: CodeChoice, problem: tuple[str, str] | None) -> Iterator[Finding]:
    if problem is not None:
        yield finding_of("C904", SETTINGS_FILE, (choice.line, choice.column), *problem)


def _maybe_fixed(code: str) -> tuple[str, str] | None:
    """Why a code cannot be turned off for the whole catalog; a prefix of codes always can."""
    if maybe_rule(code) is not None and _is_always_chosen(code):
        return f"{code} cannot be turned off for the whole catalog", "silence it at its line, with a reason"
    return None
