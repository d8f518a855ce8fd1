"""`catalog policy`."""

from __future__ import annotations

import click

from assetcards.cli.options import format_option, range_source_options
from assetcards.cli.policing import print_judgement
from assetcards.cli.range_options import range_options
from assetcards.rendering.policy import FORMATS
from assetcards.sources.ranges import Range


@click.command()
@range_options
@click.option("--allow-none", is_flag=True, help="Pass if there is no catalog.toml before and after the change.")
@click.option("--strict", is_flag=True, help="Fail on what needs review, too.")
@range_source_options
@format_option(FORMATS)
def command(
    *,
    ends: Range,
    strict: bool,
    allow_none: bool,
    repo: str | None,
    root: str | None,
    stores: tuple[str, ...],
    output_format: str,
) -> int:
    """Check a change by the policy of catalog.toml: pass, needs-review or fail.

    The policy is about what cards resolve to: a card removed without a deprecation, a changed checkpoint, digest or
    license, a name that is used again, a frozen field, and broken cards, which cannot be compared. Revisions are
    written as for `catalog diff`.

    \b
    Examples:
      catalog policy --base origin/main
      catalog policy --base origin/main --staged
      catalog policy v1.2..v1.3 --format json

    Exit code 1 when the change fails.
    """
    return print_judgement(
        ends, output_format, strict=strict, allow_none=allow_none, repo=repo, root=root, stores=stores
    )
