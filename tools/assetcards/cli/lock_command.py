"""`catalog lock`."""

from __future__ import annotations

import click

from assetcards.cli.options import DISPLAY, Source, commit_options, complete_card, format_option
from assetcards.cli.printing import say
from assetcards.commands.lock import Drift, Locked, check_lock, make_lock, name_repository, update_lock
from assetcards.rendering.lock import FORMATS
from assetcards.sources.defaults import output_target
from assetcards.sources.lockfile import LOCK, LOCK_FILE, Lock, render_lock
from assetcards.trees.writing import write_file


@click.command()
@click.argument("names", metavar="[NAME[@ENV]]...", nargs=-1, shell_complete=complete_card)
@click.option("--file", "path", metavar="FILE", default=LOCK_FILE, show_default=True, help="The lock file.")
@click.option("--check", is_flag=True, help="Check that the cards are as locked, without changing the file.")
@click.option("--update", is_flag=True, help="Lock the commit that the locked revision names now.")
@commit_options
@format_option(FORMATS)
def command(*, source: Source, names: tuple[str, ...], path: str, check: bool, update: bool, output_format: str) -> int:
    """Pin the commit that cards are read from, and what each of them resolves to there.

    \b
    Examples:
      catalog lock tiny tiny_chat@lab --rev main
      catalog lock tiny --repo https://example.org/cards.git --rev v1.2
      catalog lock --check                  exit code 1 when there are differences
      catalog lock --update                 all cards
      catalog lock --update tiny            only if no other card changes
    """
    if check and update:
        raise click.UsageError("--check cannot be used with --update")
    if (check or update) and source != Source():
        raise click.UsageError("a lock file names its own source; leave out the options that name another")
    if check and names:
        raise click.UsageError("--check checks every locked card; leave out the names")
    if not check and not update and not names:
        raise click.UsageError("name the cards to lock, or use --check or --update")
    answer = check_lock(path) if check else _write(source, path, names, update=update)
    say(FORMATS[output_format](answer, DISPLAY))
    return 1 if isinstance(answer, Drift) and answer.cards else 0


def _write(source: Source, path: str, names: tuple[str, ...], *, update: bool) -> Locked:
    target = output_target(path, LOCK)
    lock = update_lock(path, names) if update else _lock(source, path, names)
    write_file(target, render_lock(lock))
    return Locked(path=path, lock=lock)


def _lock(source: Source, path: str, names: tuple[str, ...]) -> Lock:
    with source.at_commit().open(alone=True) as catalog:
        return make_lock(catalog, names, name_repository(source.repo, catalog, path))
