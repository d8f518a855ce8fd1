"""`catalog policy`."""

from __future__ import annotations

import click

from assetcards.cli.github_actions import report_to_github
from assetcards.cli.options import format_option, place_options, style, tell_of_fetching
from assetcards.cli.prefixes import prefixes_from_here, prefixes_from_top
from assetcards.cli.printing import say
from assetcards.cli.range_options import range_options
from assetcards.commands.policy import describe_verdict, judge_sides, render_verdict
from assetcards.findings import Finding
from assetcards.model.catalog import Catalog
from assetcards.rendering.documents import render_json
from assetcards.rendering.findings import failing_severities
from assetcards.rendering.sarif import render_sarif
from assetcards.sources.ranges import Range, Side, open_range


@click.command()
@range_options
@click.option("--strict", is_flag=True, help="What needs review fails, too.")
@place_options
@format_option(("text", "json", "github", "sarif"))
def command(
    *, ends: Range, strict: bool, repo: str | None, root: str | None, stores: tuple[str, ...], output_format: str
) -> int:
    """Judge a change by the policy of catalog.toml: pass, needs-review or fail.

    It looks at what cards resolve to: removed without a deprecation, another checkpoint under the same name, another
    digest, another licence, a name used again, a frozen field, and cards that are broken, which nobody can judge.
    What is compared is named as for `catalog diff`.

    \b
    Examples:
      catalog policy --base origin/main
      catalog policy --base origin/main --staged
      catalog policy v1.2..v1.3 --format json

    Exit code 1 when the change fails.
    """
    old, new = open_range(ends, source=repo, root=root, stores=stores, before_history=tell_of_fetching)
    with old.catalog, new.catalog:
        new, findings = judge_sides(old, new)
        _report(findings, old, new, output_format)
    failing = failing_severities(strict=strict)
    return 1 if any(finding.severity in failing for finding in findings) else 0


def _report(findings: list[Finding], old: Side, new: Side, output_format: str) -> None:
    catalog: Catalog = new.catalog if new.catalog.stores else old.catalog
    if output_format == "json":
        say(render_json(describe_verdict(findings, old, new)))
    elif output_format == "sarif":
        say(render_sarif(catalog, findings, prefixes=prefixes_from_top(catalog)))
    elif output_format == "github":
        report_to_github(catalog, findings)
    else:
        say(render_verdict(findings, old, new, style, prefixes=prefixes_from_here(catalog)))
