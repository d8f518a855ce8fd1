"""Keeps a rendered listing of the cards in step with the index.

It does as formatters do: it writes the file again and fails, so that the change is looked at and added. It writes
nothing while cards are broken or the settings are wrong.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Sequence

import click

from assetcards.cli.boundary import run_guarded
from assetcards.cli.main import with_help
from assetcards.cli.printing import say
from assetcards.cli.screen import DISPLAY
from assetcards.commands.listing import list_cards
from assetcards.errors import CatalogMissingError
from assetcards.escaping import safe
from assetcards.findings import Finding, Severity
from assetcards.model.catalog import Catalog
from assetcards.model.filters import Filter
from assetcards.rendering.display import PLAIN, Prefixes
from assetcards.rendering.findings import render_finding
from assetcards.rendering.listing import PAGE, render_page
from assetcards.sources.staged import is_staged_folder, maybe_read_staged, open_index
from assetcards.sources.targets import output_target
from assetcards.sources.untouched import maybe_untouched_head
from assetcards.trees.tree import SETTINGS_FILE, TreeOrigin
from assetcards.trees.writing import Target, maybe_read, write_file
from assetcards_hooks.untouched import PAGE_NAME as NAME

MAX_BROKEN = 10
"""How many findings are shown of cards that cannot be listed."""


def run_listing(arguments: Sequence[str]) -> int:
    """Run the hook with its arguments; returns its exit code."""
    hook = with_help(listing)
    given = list(arguments)
    return run_guarded(lambda: hook.main(given, prog_name="catalog-listing", standalone_mode=False), given)


@click.command()
@click.option("--root", metavar="FOLDER", help="The folder of cards; default: the one that holds catalog.toml.")
@click.argument("file", metavar="[FILE]", required=False)
def listing(root: str | None, file: str | None) -> int:
    """Keep FILE the page of all cards in the index, as `catalog list --format markdown` writes it.

    The default is CARDS.md in the root of the catalog.
    """
    target = None if file is None else output_target(file, PAGE, in_new_folder=True)
    if maybe_untouched_head(".", root, also=target.path if target else NAME) is not None:
        return 0
    try:
        catalog = open_index(".", root=root, env="")
    except CatalogMissingError as error:
        say(safe(f"{error.message}: nothing to list") + "\n")
        return 0
    with catalog:
        origin = catalog.own.origin
        file = file or os.path.relpath(os.path.join(origin.place, origin.folder, NAME))
        return _keep(file, target or output_target(file, PAGE, in_new_folder=True), catalog)


def _keep(file: str, target: Target, catalog: Catalog) -> int:
    """Compare the page with the cards, and write it again where it differs, unless some cards cannot be listed.

    A sparse checkout may leave out the page, and its folder: then the page of the index counts.
    """
    cards = list_cards(catalog, Filter())
    if cards.unread is not None:
        raise cards.unread
    wrong = [each for each in catalog.settings.findings if each.severity is Severity.ERROR]
    if wrong or cards.broken:
        return _refuse(file, [*wrong, *cards.broken], DISPLAY.from_here(catalog))
    page = render_page(cards, PLAIN, root=_path_between(target, catalog.own.origin))
    staged = maybe_read_staged(catalog, target.path, len(page.encode()) + 1)
    text = _maybe_text(target)
    if text is None and staged == page.encode():
        return 0
    if text != page:
        write_file(target, page, makes_folders=is_staged_folder(catalog, posixpath.dirname(target.path)))
        return _fail(file, "regenerated from the cards")
    return 0 if staged == page.encode() else _fail(file, "up to date with the cards, but not staged")


def _refuse(file: str, wrong: Sequence[Finding], prefixes: Prefixes) -> int:
    """Say why the page stays as it is: by wrong settings, or broken cards, it would have other rows unnoticed."""
    lines = [render_finding(finding, prefixes=prefixes) for finding in wrong[:MAX_BROKEN]]
    more = len(wrong) - len(lines)
    lines += [f"and {more} more; see `catalog validate --staged --all`"] if more else []
    what = "settings are wrong" if wrong[0].path == SETTINGS_FILE else "cards are broken"
    say("".join(f"{line}\n" for line in [*lines, safe(f"{file}: not written, because {what} (fix them)")]))
    return 1


def _path_between(target: Target, catalog: TreeOrigin) -> str:
    """What leads from the folder of the page to the root of the catalog, both in one work tree; it ends in `/`."""
    path = posixpath.relpath(catalog.folder or ".", posixpath.dirname(target.path) or ".")
    return "" if path == "." else f"{path}/"


def _maybe_text(target: Target) -> str | None:
    """What the page holds, with plain line endings whatever git made of them; None when there is no page."""
    try:
        content = maybe_read(target)
    except FileNotFoundError:
        return None
    return None if content is None else content.decode(errors="replace").replace("\r\n", "\n")


def _fail(file: str, how: str) -> int:
    say(safe(f"{file}: {how} (look at it and run: git add {file})") + "\n")
    return 1
