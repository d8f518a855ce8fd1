"""`catalog lock`."""

from __future__ import annotations

import click

from assetcards.cli.options import commit_options, complete_card, complete_file, format_option
from assetcards.cli.printing import say
from assetcards.cli.screen import DISPLAY
from assetcards.cli.source import Source
from assetcards.commands.lock import (
    Drift,
    Locked,
    add_to_lock,
    check_lock,
    check_same_source,
    make_lock,
    name_repository,
    require_one,
    update_lock,
)
from assetcards.rendering.lock import FORMATS
from assetcards.sources.lockfile import LOCK, LOCK_FILE, Lock, LockError
from assetcards.sources.lockform import render_lock
from assetcards.sources.lockreading import load_lock_sides
from assetcards.sources.targets import output_target
from assetcards.trees.writing import maybe_read, write_file


@click.command()
@click.argument("names", metavar="[NAME[@ENV]]...", nargs=-1, shell_complete=complete_card)
@click.option(
    "--file",
    "path",
    metavar="FILE",
    default=LOCK_FILE,
    show_default=True,
    shell_complete=complete_file,
    help="The lock file.",
)
@click.option("--check", is_flag=True, help="Check that the cards are as locked, without changing the file.")
@click.option("--update", is_flag=True, help="Lock the commit that the locked revision names now, or that of --rev.")
@click.option("--replace", "replaces", is_flag=True, help="Lock these cards alone, and list those that go.")
@commit_options
@format_option(FORMATS)
def command(
    *,
    source: Source,
    names: tuple[str, ...],
    path: str,
    check: bool,
    update: bool,
    replaces: bool,
    output_format: str,
) -> int:
    """Pin the commit that cards are read from, and what each of them resolves to there.

    A card is added to those that are locked, at the same commit.

    \b
    Examples:
      catalog lock tiny tiny_chat@lab --rev main
      catalog lock tiny --repo https://example.org/cards.git --rev v1.2
      catalog lock --check                  exit code 1 when there are differences
      catalog lock --update                 all cards
      catalog lock --update --rev v1.3      all cards, at another revision
      catalog lock --update tiny            only if no other card changes
      catalog lock --replace tiny --rev v2  this card and no other one
    """
    _check_usage(source, names, check=check, update=update, replaces=replaces)
    answer = check_lock(path) if check else _write(source, path, names, update=update, replaces=replaces)
    say(FORMATS[output_format](answer, DISPLAY))
    return 1 if isinstance(answer, Drift) and (answer.cards or answer.unreachable) else 0


def _check_usage(source: Source, names: tuple[str, ...], *, check: bool, update: bool, replaces: bool) -> None:
    if check + update + replaces > 1:
        raise click.UsageError("--check, --update and --replace exclude each other")
    if check and source != Source():
        raise click.UsageError("a lock file names its own source; leave out the options that name another")
    if update and source.repo is not None:
        raise click.UsageError("a lock file names its own repository; leave out --repo")
    if check and names:
        raise click.UsageError("--check checks every locked card; leave out the names")
    if not check and not update and not names:
        raise click.UsageError("name the cards to lock, or use --check or --update")


def _write(source: Source, path: str, names: tuple[str, ...], *, update: bool, replaces: bool) -> Locked:
    target = output_target(path, LOCK)
    before = maybe_read(target)
    if update:
        locked = update_lock(path, names, rev=source.rev, root=source.root)
    else:
        sides = [] if replaces else load_lock_sides(path)
        locked = _add(source, path, require_one(sides), names) if sides else _make(source, path, names)
    text = render_lock(locked.lock)
    if maybe_read(target) != before:
        raise LockError(f"{path} was changed by another process meanwhile", hint="try again")
    write_file(target, text)
    return locked


def _make(source: Source, path: str, names: tuple[str, ...]) -> Locked:
    with source.at_commit().open(alone=True) as catalog:
        return make_lock(path, catalog, names, name_repository(source.repo, catalog, path))


def _add(source: Source, path: str, lock: Lock, names: tuple[str, ...]) -> Locked:
    if source != Source():
        with source.at_commit().open(alone=True) as named:
            repository = name_repository(source.repo, named, path)
            check_same_source(lock, named, repository, with_revision=source.rev is not None)
    return add_to_lock(path, lock, names)
