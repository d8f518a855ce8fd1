"""`catalog families`."""

from __future__ import annotations

import click

from assetcards.cli.options import format_option, quietly, source_options
from assetcards.cli.printing import say
from assetcards.cli.screen import DISPLAY
from assetcards.cli.source import Source
from assetcards.commands.families import describe_families, list_families, show_family
from assetcards.families.fairseq2 import PACKAGE
from assetcards.model.card import KINDS
from assetcards.rendering.families import FORMATS, render_document
from assetcards.rendering.family import FORMATS as PAGE_FORMATS


def _complete_known(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    return quietly(ctx, lambda catalog: (family.name for family in list_families(catalog).families), incomplete)


@click.group()
def command() -> None:
    """List, show and describe the families of code that opens assets.

    \b
    Examples:
      catalog families list
      catalog families show qwen
      catalog families describe --package my_lab > catalog/families/my_lab.json
    """


@command.command("list")
@click.option("--kind", type=click.Choice(KINDS), help="Only families of this kind.")
@source_options
@format_option(FORMATS)
def list_known(source: Source, kind: str | None, output_format: str) -> None:
    """List the families that the catalog knows."""
    with source.open() as catalog:
        text = FORMATS[output_format](list_families(catalog, kind), DISPLAY)
    say(text)


@command.command("show")
@click.argument("name", shell_complete=_complete_known)
@source_options
@format_option(PAGE_FORMATS)
def show_known(source: Source, name: str, output_format: str) -> None:
    """Show the architectures and the config keys of a family."""
    with source.open() as catalog:
        text = PAGE_FORMATS[output_format](show_family(catalog, name), DISPLAY)
    say(text)


@command.command("describe")
@click.option("--package", metavar="NAME", help="The installed package whose families are described.")
@click.option("--fairseq2", is_flag=True, help="The same as --package fairseq2.")
def describe_installed(package: str | None, fairseq2: bool) -> None:
    """Describe the families of installed code, as JSON.

    It runs in the environment that has the package, and runs its code. The description is data: a catalog that has it
    checks the configs of these families without the package.
    """
    if (package is None) is not fairseq2:
        raise click.UsageError("name a package with --package, or use --fairseq2")
    say(render_document(describe_families(package or PACKAGE)))
