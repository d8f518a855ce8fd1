"""`catalog validate`."""

from __future__ import annotations

from collections.abc import Sequence

import click

from assetcards.cli.options import Source, format_option, source_options, tell_of_fetching
from assetcards.cli.quickstart import load_yaml_quickly
from assetcards.cli.reports import report
from assetcards.commands.validate import NoCardFileError, Part, validate
from assetcards.findings import Severity, failing_severities
from assetcards.rendering.validate import FORMATS


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
@format_option(FORMATS)
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
    _check_options(source, files, staged=staged, everything=everything, from_ref=from_ref, to_ref=to_ref)
    load_yaml_quickly()
    failing = failing_severities(strict=strict)
    part = Part(
        source=source.repo,
        root=source.root,
        rev=source.rev,
        env=source.env,
        stores=source.stores,
        files=files,
        staged=staged,
        everything=everything,
        from_ref=from_ref,
        to_ref=to_ref or "HEAD",
        new_only=new_only,
    )
    try:
        verdict = validate(part, failing if quiet else tuple(Severity), before_history=tell_of_fetching)
    except NoCardFileError as error:
        raise click.UsageError(str(error)) from None
    with verdict:
        report(FORMATS, output_format, verdict)
    return 1 if any(finding.severity in failing for finding in verdict.findings) else 0


def _check_options(
    source: Source,
    files: Sequence[str],
    *,
    staged: bool,
    everything: bool,
    from_ref: str | None,
    to_ref: str | None,
) -> None:
    """Raise UsageError when the options make no sense together."""
    given = {"--staged": staged, "--from-ref": from_ref, "--rev": source.rev, "FILE": files}
    named = [name for name, value in given.items() if value]
    if len(named) > 1 and named != ["--rev", "FILE"]:
        raise click.UsageError(f"{named[0]} and {named[1]} do not go together: each says what is read")
    if "" in (from_ref, to_ref):
        raise click.UsageError("an empty text names no revision")
    if to_ref and not from_ref:
        raise click.UsageError("--to-ref needs --from-ref; to read one commit use --rev")
    if everything and not staged:
        raise click.UsageError("--all goes with --staged; all else but a change is reported on as a whole anyway")
