"""`catalog validate`."""

from __future__ import annotations

from collections.abc import Sequence

import click

from assetcards.cli.options import complete_file, complete_revision, format_option, source_options
from assetcards.cli.source import Source
from assetcards.cli.validating import print_verdict
from assetcards.commands.validate import Part
from assetcards.rendering.validate import FORMATS
from assetcards.sources.named_files import NoCardFileError


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE|FOLDER]...", shell_complete=complete_file)
@click.option("--staged", is_flag=True, help="Validate the index, and report only on what is staged.")
@click.option("--all", "everything", is_flag=True, help="With --staged: report on the whole index.")
@click.option(
    "--from-ref",
    metavar="REVISION",
    shell_complete=complete_revision,
    help="Report only on changes since the merge base of REVISION and --to-ref, or on those of a range A..B.",
)
@click.option(
    "--to-ref",
    metavar="REVISION",
    shell_complete=complete_revision,
    help="Where the change that begins at --from-ref ends.  [default: HEAD]",
)
@click.option(
    "--new-only",
    metavar="REVISION",
    shell_complete=complete_revision,
    help="Report only findings that REVISION does not have.",
)
@click.option("--allow-none", is_flag=True, help="Pass if there is no catalog.toml, and was none before the change.")
@click.option("--strict", is_flag=True, help="Fail on warnings, too.")
@click.option("-q", "--quiet", is_flag=True, help="Report only findings that fail the run.")
@click.option("--advice", is_flag=True, help="Show each finding on its own line, advice too, in the order of files.")
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
    allow_none: bool,
    strict: bool,
    quiet: bool,
    advice: bool,
    output_format: str,
) -> int:
    """Validate cards, and report how to fix each error.

    Checks every card of the checkout, or of --rev. With FILEs, FOLDERs, --staged or --from-ref, only the cards that
    these name or change are reported, and all cards that depend on them; duplicate names and references to nothing are
    reported wherever they are. A FILE is a card file or catalog.toml; any other file is an error.

    Errors come first, then warnings. Equal findings share a line, and advice is only counted; --advice shows all.

    \b
    Examples:
      catalog validate
      catalog validate --strict --rev v1.2
      catalog validate --staged
      catalog validate --from-ref origin/main --format github
      catalog validate catalog/models/tiny.yaml catalog/datasets
      catalog validate --advice

    Exit code 1 when there are errors.
    """
    if advice and (quiet or output_format != "text"):
        other = "--quiet" if quiet else f"--format {output_format}"
        raise click.UsageError(f"--advice cannot be used with {other}, which {'leaves it out' if quiet else 'has it'}")
    _check_options(source, files, staged=staged, everything=everything, from_ref=from_ref, to_ref=to_ref)
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
        allow_none=allow_none,
    )
    try:
        return print_verdict(part, source, output_format, strict=strict, quiet=quiet, advice=advice)
    except NoCardFileError as error:
        raise click.UsageError(str(error)) from None


def _check_options(
    source: Source,
    files: Sequence[str],
    *,
    staged: bool,
    everything: bool,
    from_ref: str | None,
    to_ref: str | None,
) -> None:
    """Raises UsageError when options cannot be used together."""
    given = {"--staged": staged, "--from-ref": from_ref, "--rev": source.rev, "FILE": files}
    named = [name for name, value in given.items() if value]
    if len(named) > 1 and named != ["--rev", "FILE"]:
        raise click.UsageError(f"{named[0]} cannot be used with {named[1]}: each says what is read")
    if "" in (from_ref, to_ref):
        raise click.UsageError("a revision must not be empty")
    if to_ref and from_ref and ".." in from_ref:
        raise click.UsageError("--to-ref cannot be used with a range, which says where the change ends")
    if to_ref and not from_ref:
        raise click.UsageError("--to-ref needs --from-ref; to validate one commit, use --rev")
    if everything and not staged:
        raise click.UsageError("--all needs --staged; without it, the whole catalog is reported on anyway")
