"""`catalog validate`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import click

from assetcards.cli.options import Source, format_option, source_options, style
from assetcards.cli.prefixes import path_below, prefixes_from_here, prefixes_from_top
from assetcards.cli.step_summary import write_step_summary
from assetcards.diagnostics import Diagnostic, Severity
from assetcards.errors import SourceError
from assetcards.lint.changes import lint_change, lint_files
from assetcards.lint.condense import fold_repeats, hold_back_unknown
from assetcards.lint.fingerprints import Owners, new_findings
from assetcards.lint.lint import lint_catalog, readable_files
from assetcards.model.catalog import Catalog
from assetcards.rendering.findings import describe_findings, failing_severities, render_findings
from assetcards.rendering.github import render_annotations, render_step_summary
from assetcards.rendering.report import render_json
from assetcards.rendering.sarif import render_sarif
from assetcards.rules.registry import all_rules
from assetcards.sources.snapshots import find_merge_base, maybe_open_commit, open_index
from assetcards.trees.tree import SETTINGS_FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which part of which catalog is reported on: of the whole one, of a change, or of files."""

    staged: bool
    everything: bool
    from_ref: str | None
    to_ref: str | None
    files: tuple[str, ...]

    def check(self, rev: str | None) -> None:
        """Raise UsageError when the options make no sense together."""
        given = {"--staged": self.staged, "--from-ref": self.from_ref, "--rev": rev, "FILE": self.files}
        named = [name for name, value in given.items() if value]
        if len(named) > 1 and named != ["--rev", "FILE"]:
            raise click.UsageError(f"{named[0]} and {named[1]} do not go together: each says what is read")
        if "" in (self.from_ref, self.to_ref):
            raise click.UsageError("an empty text names no revision")
        if self.to_ref and not self.from_ref:
            raise click.UsageError("--to-ref needs --from-ref; to read one commit use --rev")
        if self.everything and not self.staged:
            raise click.UsageError("--all goes with --staged; all else but a change is reported on as a whole anyway")


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--staged", is_flag=True, help="Read the index, and report on what the commit being made touches.")
@click.option("--all", "everything", is_flag=True, help="With --staged: report on the whole index.")
@click.option("--from-ref", metavar="REVISION", help="Report on what changed since its merge base with --to-ref.")
@click.option("--to-ref", metavar="REVISION", help="The end of the change that begins at --from-ref; default: HEAD.")
@click.option("--new-only", metavar="REVISION", help="Leave out what the catalog had in that commit already.")
@click.option("--strict", is_flag=True, help="Warnings fail, too.")
@click.option("-q", "--quiet", is_flag=True, help="Report only what makes the run fail.")
@source_options
@format_option("text", "json", "github", "sarif")
def command(  # noqa: PLR0913 (one argument for each option)
    *,
    source: Source,
    files: tuple[str, ...],
    staged: bool,
    everything: bool,
    from_ref: str | None,
    to_ref: str | None,
    new_only: str | None,
    strict: bool,
    quiet: bool,
    output_format: str,
) -> int:
    """Say what is wrong with the cards, and how to mend it.

    Checks every card: the checkout's, or those of --rev. With FILEs, --staged or --from-ref it reports on the cards
    in them or changed by them, and on all that depends on these; names that are doubled and references to nothing
    are told wherever they are. A FILE is a card file or catalog.toml; any other is refused, whatever else is named.

    \b
    Examples:
      catalog validate
      catalog validate --strict --rev v1.2
      catalog validate --staged
      catalog validate --from-ref origin/main --format github
      catalog validate catalog/models/tiny.yaml

    Exit code 1 when there are errors.
    """
    part = Part(staged=staged, everything=everything, from_ref=from_ref, to_ref=to_ref, files=files)
    part.check(source.rev)
    failing = failing_severities(strict=strict)
    wanted = failing if quiet else tuple(Severity)
    with ExitStack() as stack:
        catalog, findings = _judge(source, part, wanted, stack)
        if new_only is not None:
            findings = _not_in(source, new_only, catalog, findings, stack)
        findings = _condense(catalog, findings, wanted)
        _report(catalog, findings, output_format, quiet=quiet)
    return 1 if any(finding.severity in failing for finding in findings) else 0


def _judge(
    source: Source, part: Part, wanted: Collection[Severity], stack: ExitStack
) -> tuple[Catalog, list[Diagnostic]]:
    """The catalog that is read, and the findings about the part of it that was asked for."""
    if part.staged:
        after = stack.enter_context(open_index(source.repo, root=source.root, env="", stores=source.stores))
        if part.everything:
            return after, lint_catalog(after)
        return after, lint_change(_maybe_open(source, "HEAD", stack), after, wanted)
    if part.from_ref:
        to_ref = part.to_ref or "HEAD"
        base = find_merge_base(source.repo, part.from_ref, to_ref)
        after_ref = _maybe_open(source, to_ref, stack)
        if after_ref is None:
            raise SourceError(f"no {SETTINGS_FILE} in {to_ref}", hint="name a folder of cards with --root")
        return after_ref, lint_change(_maybe_open(source, base, stack), after_ref, wanted)
    catalog = stack.enter_context(source.open(alone=True, judged=True))
    catalog.check_environment()
    return catalog, lint_files(catalog, _locate(catalog, part.files)) if part.files else lint_catalog(catalog)


def _maybe_open(source: Source, rev: str, stack: ExitStack) -> Catalog | None:
    catalog = maybe_open_commit(source.repo, rev, root=source.root, env="", stores=source.stores)
    return stack.enter_context(catalog) if catalog else None


def _locate(catalog: Catalog, files: Sequence[str]) -> list[str]:
    """The paths in the catalog of files named from where you stand."""
    store = catalog.stores[0]
    known = {*store.paths(), SETTINGS_FILE}
    paths = {path_below(store.origin, file): file for file in files}
    for path, file in paths.items():
        if path not in known:
            raise click.UsageError(f"{file!r} is no card file of {store.origin}: name *.yaml files that are in there")
    return list(paths)


def _not_in(
    source: Source, rev: str, catalog: Catalog, findings: Sequence[Diagnostic], stack: ExitStack
) -> list[Diagnostic]:
    before = _maybe_open(source, rev, stack)
    return new_findings(before, lint_catalog(before) if before else (), catalog, findings)


def _condense(catalog: Catalog, findings: Sequence[Diagnostic], wanted: Collection[Severity]) -> list[Diagnostic]:
    """The findings of some severities, one for each cause."""
    findings = hold_back_unknown(findings, readable_files(catalog), all_rules())
    findings = [finding for finding in findings if finding.severity in wanted]
    return fold_repeats(findings, all_rules(), Owners(catalog).maybe_owner)


def _report(catalog: Catalog, findings: Sequence[Diagnostic], output_format: str, *, quiet: bool) -> None:
    if output_format == "json":
        text = render_json(describe_findings(catalog, findings))
    elif output_format == "sarif":
        text = render_sarif(catalog, findings, prefixes=prefixes_from_top(catalog))
    elif output_format == "github":
        prefixes = prefixes_from_top(catalog)
        write_step_summary(render_step_summary(catalog, findings, prefixes=prefixes))
        text = render_annotations(catalog, findings, prefixes=prefixes)
    elif quiet and not findings:
        text = ""
    else:
        text = render_findings(catalog, findings, style, prefixes=prefixes_from_here(catalog))
    click.echo(text, nl=False)
