"""The findings to report about a change.

A finding is reported if it is about a card that the change touches, if the catalog did not have it before, or if its
rule always covers the whole catalog.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from assetcards.findings import Finding, Severity, sort_findings
from assetcards.lint.differing import attributes_differ, changed_files, other_files_differ
from assetcards.lint.fingerprints import Owners, new_findings
from assetcards.lint.judging import Judge
from assetcards.lint.local import LocalChanges, rules_on_parts
from assetcards.lint.touched import Touched, touched_between, touched_by, written_in
from assetcards.model.catalog import Catalog
from assetcards.rules.registry import all_rules
from assetcards.trees.tree import SETTINGS_FILE


def lint_change(
    judge: Judge,
    after: Catalog,
    severities: Collection[Severity] = tuple(Severity),
    *,
    local: LocalChanges | None = None,
) -> list[Finding]:
    """The findings of these severities to report about a change, sorted; `after` comes from `Judge.settle`.

    This is fast if neither the files of the catalog nor their git attributes differ, and no file was added beside them
    or removed; and if the change is one that `local` knows to judge. The old side is checked only if
    there are findings about cards that the change does not touch, so fewer severities mean less work.
    """
    before = judge.before
    files = changed_files(before, after)
    if not (files or attributes_differ(before, after) or other_files_differ(before, after)):
        return [finding for finding in after.settings.findings if finding.code == "C908"]
    change = local.maybe_local(before, after, files) if local is not None and before is not None else None
    if local is not None and before is not None and change is not None:
        part = Judge(change.before)
        everything = part.find(change.after, rules_on_parts())
        if not everything.broken:  # else rules on all cards see less of them, such as how common a family is
            found = change.sure(part.lint(change.after, everything))
            local.pass_on(before, after, found)
            return _reported(part, change.after, files, [each for each in found if each.severity in severities])
    everything = judge.find(after)
    found = judge.lint(after, everything)
    if local is not None and before is not None:
        local.learn(after, files, everything, found)
    return _reported(judge, after, files, [each for each in found if each.severity in severities])


def _reported(judge: Judge, after: Catalog, files: Collection[str], found: list[Finding]) -> list[Finding]:
    """Those of the findings that are about what a change touches, are new, or cover the whole catalog."""
    if judge.before is None:
        return found
    reported = _select(touched_between(judge.before, after, files), after, found)
    others = set(found) - set(reported)
    if others:
        others &= set(new_findings(judge.before, judge.reported, after, found))
    return sort_findings([*reported, *others])


def select_files(catalog: Catalog, files: Collection[str], found: Sequence[Finding]) -> Sequence[Finding]:
    """The findings to report if files of a catalog are named, as if everything in them had changed.

    Everything may depend on `catalog.toml`, and on the descriptions of families that it names.
    """
    if not {SETTINGS_FILE, *catalog.settings.families.descriptions}.isdisjoint(files):
        return found
    changed = {name for name, _, _ in written_in(catalog, files)}
    return _select(touched_by(files, changed, catalog.all_cards()), catalog, found)


def _select(touched: Touched, catalog: Catalog, findings: Iterable[Finding]) -> list[Finding]:
    everywhere = {rule.code for rule in all_rules() if rule.covers_catalog}
    owners = Owners(catalog)
    return [finding for finding in findings if finding.code in everywhere or touched.has(finding, owners)]
