"""The hook `catalog-listing`: keeps a rendered listing of the cards in step with the index.

It does as formatters do: it writes the file anew and fails, so that the change is looked at and added. It writes
nothing but a file of the work tree, and over nothing but a page that it wrote itself: neither a link that somebody
committed nor a slip in the configuration may lead it to another file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from assetcards.cli.boundary import run_guarded
from assetcards.commands.listing import PAGE_HEAD, Filter, list_cards, render_page
from assetcards.errors import SourceError
from assetcards.git.repo import Repository
from assetcards.rendering.report import safe
from assetcards.sources.snapshots import maybe_read_index, open_index
from assetcards.trees.atomic import write_atomically
from assetcards.trees.tree import SETTINGS_FILE, is_card_file


def main(argv: Sequence[str] | None = None) -> int:
    """Run the hook in the repository where git runs hooks; returns its exit code."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    return run_guarded(lambda: listing.main(arguments, prog_name="catalog-listing", standalone_mode=False))


@click.command()
@click.option("--root", metavar="FOLDER", help="The folder of cards; default: the one that holds catalog.toml.")
@click.argument("file", metavar="FILE")
def listing(root: str | None, file: str) -> int:
    """Keep FILE the page of all cards in the index, as `catalog list --format markdown` writes it."""
    with open_index(".", root=root, env="") as catalog:
        page = render_page(list_cards(catalog, Filter()))
    path = _check_place(file)
    written = _maybe_read(Path(file))
    if written != page:
        _check_page(file, written)
        _write(file, page)
        return _fail(file, "written anew from the cards")
    staged = maybe_read_index(".", path, len(page.encode()) + 1)
    return 0 if staged == page.encode() else _fail(file, "in step with the cards, but not what is staged")


def _check_place(file: str) -> str:
    """The path of a file from the top of the work tree.

    Raises SourceError when it is not in there, when a link stands where it or its folders should, and when it is of
    those that a catalog is made of.
    """
    if not file or is_card_file(file) or os.path.basename(file) == SETTINGS_FILE:
        raise SourceError(f"{file!r} cannot be a page of cards", hint="name a file such as cards.md")
    repo = Repository.find(os.getcwd(), os.environ)
    top = os.path.realpath(repo.place)
    repo.close()
    place = os.path.abspath(file)
    parts = os.path.relpath(place, top).split(os.sep)
    if parts[0] in (os.pardir, ".git"):
        raise SourceError(f"{file!r} is not in the work tree {top}", hint="name a file by its path in there")
    steps = (os.path.join(top, *parts[: count + 1]) for count in range(len(parts)))
    link = next(filter(os.path.islink, steps), None)
    if link is not None:
        shown = os.path.relpath(link, top)
        raise SourceError(f"{shown!r} is a link, and links are not written through", hint="name the file itself")
    return "/".join(parts)


def _check_page(file: str, written: str | None) -> None:
    """Raise SourceError when what a file holds is not a page that this hook wrote, so that writing would destroy it."""
    if written and not written.startswith(PAGE_HEAD):
        hint = "name another file, or remove this one first"
        raise SourceError(f"{file!r} is there, and is not a page that this hook wrote", hint=hint)


def _write(file: str, page: str) -> None:
    try:
        write_atomically(file, page)
    except OSError as error:
        error.filename = file  # and not the unfinished one beside it
        raise


def _maybe_read(file: Path) -> str | None:
    """The text of a file, with plain line ends whatever git made of them; None when there is none."""
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None


def _fail(file: str, how: str) -> int:
    click.echo(safe(f"{file}: {how} (look at it and run: git add {file})"))
    return 1
