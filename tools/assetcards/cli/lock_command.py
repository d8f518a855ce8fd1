"""`catalog lock`."""

from __future__ import annotations

import os

import click

from assetcards.cli.options import Source, complete_card, source_options
from assetcards.cli.printing import say
from assetcards.commands.lock import (
    find_drift,
    make_lock,
    open_now,
    render_drift,
    render_lock_summary,
    repository_text,
    update_lock,
)
from assetcards.sources.defaults import absolute_path, output_target
from assetcards.sources.lockfile import LOCK, LOCK_FILE, Lock, render_lock
from assetcards.sources.opening import load_lock, maybe_address_of, open_locked
from assetcards.sources.places import find_repository
from assetcards.trees.writing import write_file


@click.command()
@click.argument("names", metavar="[NAME[@ENV]]...", nargs=-1, shell_complete=complete_card)
@click.option("--file", "path", metavar="FILE", default=LOCK_FILE, show_default=True, help="The lock file.")
@click.option("--check", is_flag=True, help="Say whether what is locked is what its source gives; change nothing.")
@click.option("--update", is_flag=True, help="Move to the commit that the locked revision names now.")
@source_options
def command(source: Source, names: tuple[str, ...], path: str, check: bool, update: bool) -> int:
    """Write down the commit that cards are read from, and what each of them resolves to there.

    \b
    Examples:
      catalog lock tiny tiny_chat@lab --rev main
      catalog lock tiny --repo https://example.org/cards.git --rev v1.2
      catalog lock --check                  1 when the source gives something else now
      catalog lock --update                 everything
      catalog lock --update tiny            only if nothing else changes with it
    """
    if check and update:
        raise click.UsageError("--check and --update exclude each other")
    if (check or update) and source != Source():
        raise click.UsageError("a lock file names its own source: leave out the options that name another")
    if source.env is not None or source.stores:
        raise click.UsageError(
            "a lock holds NAME@ENV for an environment, and no other stores: leave out --env and --store"
        )
    if check:
        return _check(path, names)
    if not update and not names:
        raise click.UsageError("name the cards to lock, or --check or --update what is locked")
    target = output_target(path, LOCK)
    lock = _update(path, names) if update else _lock(source, path, names)
    write_file(target, render_lock(lock))
    say(render_lock_summary(lock, path))
    return 0


def _lock(source: Source, path: str, names: tuple[str, ...]) -> Lock:
    folder = os.path.dirname(absolute_path(path))
    address = maybe_address_of(source.repo)
    if address is not None:
        repository = address.without_credentials
    else:
        repository = repository_text(find_repository(source.repo, source.root).repository.place, folder)
    with source.at_commit().open(alone=True) as catalog:
        return make_lock(catalog, names, repository)


def _check(path: str, names: tuple[str, ...]) -> int:
    if names:
        raise click.UsageError("--check looks at every locked card: leave out the names")
    lock = load_lock(path)
    open_locked(path).close()
    with open_now(path, lock) as now:
        drift = find_drift(lock, now)
    say(render_drift(lock, drift))
    return 1 if drift.cards else 0


def _update(path: str, names: tuple[str, ...]) -> Lock:
    lock = load_lock(path)
    with open_now(path, lock) as now:
        return update_lock(lock, now, names)
