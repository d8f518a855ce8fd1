"""`catalog upstream`."""

from __future__ import annotations

import os

import click

from assetcards.cli.completing import complete_upstream
from assetcards.cli.options import checkout_options, commit_options, complete_folder, format_option
from assetcards.cli.printing import say
from assetcards.cli.screen import DISPLAY
from assetcards.cli.source import Source, report_settings
from assetcards.commands.upstream import SETTINGS, list_upstreams, plan_update, vendor
from assetcards.notices import listening
from assetcards.rendering.upstream import FORMATS
from assetcards.sources.targets import output_target
from assetcards.sources.vendored import PROOF, PROOF_FILE
from assetcards.trees.tree import SETTINGS_FILE
from assetcards.trees.writing import write_file


@click.group()
def command() -> None:
    """List, update and vendor the catalogs that this one builds on.

    \b
    Examples:
      catalog upstream list
      catalog upstream update --dry-run
      catalog upstream update fairseq2
      catalog upstream vendor fairseq2 third_party/fairseq2
    """


@command.command("list")
@commit_options
@format_option(FORMATS)
def list_named(source: Source, output_format: str) -> None:
    """List the upstreams, with the commits that are read, and whether they can be read without network."""
    with listening(lambda _: None), source.open_leniently(alone=True, offline=True) as catalog:
        report_settings(catalog)
        text = FORMATS[output_format](list_upstreams(catalog), DISPLAY)
    say(text)


@command.command("update")
@click.argument("names", metavar="[NAME]...", nargs=-1, shell_complete=complete_upstream)
@click.option("--dry-run", is_flag=True, help="Show what would change, without writing it.")
@checkout_options
@format_option(FORMATS)
def update_named(names: tuple[str, ...], dry_run: bool, repo: str | None, root: str | None, output_format: str) -> None:
    """Look up what the revisions of upstreams name now, and write these commits into catalog.toml.

    Without names, of all upstreams. Shows what the new commits change in our cards.
    """
    update = plan_update(repo, root, names)
    if update.is_new and not dry_run:
        write_file(output_target(os.path.join(update.folder, SETTINGS_FILE), SETTINGS), update.text)
    say(FORMATS[output_format](update, DISPLAY))


@command.command("vendor")
@click.argument("name", shell_complete=complete_upstream)
@click.argument("folder", metavar="DIR", shell_complete=complete_folder)
@checkout_options
@format_option(FORMATS)
def vendor_named(name: str, folder: str, repo: str | None, root: str | None, output_format: str) -> None:
    """Write a copy of the cards of an upstream at its commit into DIR, to be kept in git.

    A checkout with the copy needs no network to read the upstream, once `vendored` in catalog.toml names DIR.
    """
    proof = output_target(os.path.join(folder, PROOF_FILE), PROOF, in_new_folder=True)
    copy = vendor(repo, root, name, proof)
    say(FORMATS[output_format](copy, DISPLAY))
