"""`catalog validate`."""

from __future__ import annotations

import click

from assetcards.cli.options import Source, format_option, source_options, style
from assetcards.commands.validate import describe_findings, render_findings
from assetcards.diagnostics import has_errors
from assetcards.lint import lint_catalog
from assetcards.report import render_json


@click.command()
@source_options
@format_option("text", "json")
def command(source: Source, output_format: str) -> int:
    """Check every card: the checkout's, or those of --rev. Exit code 1 when there are errors."""
    with source.open(alone=True) as catalog:
        findings = lint_catalog(catalog)
        document = describe_findings(catalog, findings)
    click.echo(render_json(document) if output_format == "json" else render_findings(findings, style), nl=False)
    return 1 if has_errors(findings) else 0
