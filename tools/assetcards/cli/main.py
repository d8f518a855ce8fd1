"""The entry point: the group of verbs, each loaded when it is called."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from assetcards import __version__
from assetcards.cli.boundary import run_guarded
from assetcards.cli.meant import maybe_option_meant, maybe_verb_meant
from assetcards.cli.printing import wants_color
from assetcards.cli.program import COMPLETION_VARIABLE, PROGRAM
from assetcards.docstrings import docstring_of

SHARED_OPTIONS = dict.fromkeys(("--repo", "--root", "--rev", "--env", "--store", "--format"), 1) | dict.fromkeys(
    ("--offline", "--no-cache"), 0
)
"""The options of verbs that read cards, which may be before the verb, too; with how many values each takes."""

VERBS = {
    "list": "List cards.",
    "search": "Find cards by words.",
    "show": "Show one card, resolved.",
    "fetch": "Fetch what cards point to, and check it.",
    "verify": "Check the bytes that cards point to against their digests.",
    "graph": "Show which cards use which.",
    "override": "Override fields of a card for yourself.",
    "blame": "Show who wrote each value of a card, in which commit.",
    "log": "Show the commits that changed what a card resolves to.",
    "diff": "Show what a change does to cards, and which card caused it.",
    "compare": "Compare two cards.",
    "validate": "Validate cards.",
    "policy": "Check a change: pass, needs-review or fail.",
    "review": "Show all that reviewers need to know of a change.",
    "rules": "List all rules and policies.",
    "explain": "Show the manual page of a rule or a policy.",
    "families": "List, show and describe the families of code that opens assets.",
    "stores": "Show which stores are searched for cards, in order.",
    "envs": "List environments.",
    "lock": "Pin a commit, and what cards resolve to there.",
    "export": "Write the cards as a folder that fairseq2 reads.",
    "upstream": "List, update and copy the catalogs that this one builds on.",
    "cache": "List, prune and verify what is cached of remote repositories and assets.",
    "skill": "Print a reference of the command for agents.",
    "completion": "Print the completion script of a shell.",
}
"""Every verb with its short help; its module is `assetcards.cli.VERB_command`."""

EXIT_CODES = """
\b
Exit codes:
  0    success
  1    cards have errors, or the answer is no
  2    the command line is invalid
  3    the command failed: no catalog, no repository, no such revision
  4    an asset cannot be had: no network, no access, no such file
  5    an asset has other bytes than it should, or no digest where one is needed
  70   a bug in catalog
  74   the output, or an asset, could not be written
  130  interrupted
  141  the reader of the output closed it
"""

EXIT_CODES_IN_SHORT = "Exit codes: 0 success, 1 no, 2 usage, 3 failure (see `catalog --help`)."


class _Verbs(click.Group):
    """A group whose verbs are imported when they are called, because completion and `show` should be quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in VERBS:
            return None
        command: click.Command = import_module(f"assetcards.cli.{name}_command").command
        command.epilog = command.epilog or EXIT_CODES_IN_SHORT
        return with_help(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            meant = maybe_verb_meant(error)
            if meant is not None:
                raise meant from None
            raise click.NoSuchCommand(error.command_name, possibilities=VERBS, ctx=ctx) from None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, verb_first(args))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))


def with_help(command: click.Command) -> click.Command:
    """A command with its function's docstring as help, and its subcommands: click finds none under `python -OO`."""
    if command.help is None and command.callback is not None:
        command.help = docstring_of(command.callback)
    if isinstance(command, click.Group) and not isinstance(command, _Verbs):
        for inner in command.commands.values():
            with_help(inner)
    return command


def verb_first(arguments: Sequence[str]) -> list[str]:
    """The arguments with the shared options after the verb; they may be on either side of it.

    >>> verb_first(["--rev", "v1", "--repo=cards", "show", "m", "--chain"])
    ['show', '--rev', 'v1', '--repo=cards', 'm', '--chain']
    """
    rest = list(arguments)
    shared: list[str] = []
    while rest and (option := rest[0].partition("=")[0]) in SHARED_OPTIONS:
        words = 1 if "=" in rest[0] else 1 + SHARED_OPTIONS[option]
        shared += rest[:words]
        rest = rest[words:]
    return [rest[0], *shared, *rest[1:]] if rest and not rest[0].startswith("-") else rest


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]}, epilog=EXIT_CODES)
@click.version_option(__version__, prog_name=PROGRAM, message="%(prog)s %(version)s")
@click.pass_context
def catalog(ctx: click.Context) -> None:
    """Look up, validate and pin asset cards in a git repository.

    \b
    Examples:
      catalog list --kind model --family llama
      catalog show tiny
      catalog show tiny --rev v1.2
      catalog validate

    `catalog VERB --help` shows more examples. The options --repo, --root, --rev, --env, --store, --offline, --no-cache
    and --format may be before or after the verb.
    """
    ctx.color = wants_color(sys.stdout)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code. Prints errors on standard error, and no traceback for any but bugs."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    return run_guarded(lambda: _run(words), words)


def _run(arguments: list[str]) -> int:
    instruction = os.environ.get(COMPLETION_VARIABLE)
    if instruction:
        return _complete(instruction)
    try:
        with with_help(catalog).make_context(PROGRAM, arguments) as ctx:
            code = catalog.invoke(ctx)
    except click.NoSuchOption as error:
        raise maybe_option_meant(error) or error from None
    return code if isinstance(code, int) else 0


def _complete(instruction: str) -> int:
    """Answer the shell; a verb's module knows the shells that click does not know well enough."""
    code: int = import_module("assetcards.cli.completion_command").answer_shell(catalog, instruction)
    return code
