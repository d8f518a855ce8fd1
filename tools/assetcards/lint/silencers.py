"""What is reported about a finding that a change silences: by what it is silenced, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assetcards.findings import FileLine, Finding, Severity, finding_of
from assetcards.lint.comments import IgnoreComment
from assetcards.lint.path_ignores import PathIgnores
from assetcards.lint.suppressions import by_line, is_chosen, line_of, maybe_silencer
from assetcards.model.settings import Settings
from assetcards.trees.tree import SETTINGS_FILE


class Silencers:
    """The comments and settings that silence findings of a catalog."""

    def __init__(self, comments: Iterable[IgnoreComment], settings: Settings) -> None:
        self._comments = by_line(comments)
        self._settings = settings
        self._ignores = PathIgnores(settings.path_ignores)

    def report(self, finding: Finding, *, stays: bool) -> Iterator[Finding]:
        """The finding that a change silences something; if it `stays`, the silenced finding is reported, too.

        A comment that silences advice is only listed: it silences nothing but its own line.
        """
        silencer = maybe_silencer(finding, self._comments.get(line_of(finding), ()), self._ignores)
        code = "C909" if finding.severity is Severity.ADVICE and isinstance(silencer, IgnoreComment) else "C907"
        message = f"silenced by this change: {finding.code} {finding.severity}: {finding.message}"
        named = finding.related
        if stays and code == "C907":
            yield finding
            message = f"a change cannot silence a {finding.code} of its own; it is silenced after this change"
            named = ()
        hint, related = self._explain(finding, silencer)
        yield finding_of(code, finding, finding, message, hint, (*named, *related))

    def _explain(self, finding: Finding, silencer: IgnoreComment | int | None) -> tuple[str, tuple[FileLine, ...]]:
        """The reason that is given, and its location in the settings."""
        if isinstance(silencer, IgnoreComment):
            return f"the comment says: {silencer.reason}", ()
        if silencer is not None:
            ignore = self._settings.path_ignores[silencer]
            line = FileLine(SETTINGS_FILE, ignore.line)
            return f"{line} says: {ignore.reason}", (line,)
        if not self._settings.is_catalog:
            return f"{SETTINGS_FILE} was removed, without a reason", ()
        by = "allows it" if is_chosen(finding.code, self._settings) else "turns the rule off"
        return f"{SETTINGS_FILE} {by}, without a reason", ()
