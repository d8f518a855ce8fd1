"""The entry point: the group of verbs, each loaded when it is called, and the boundary where errors end."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import IO

import click

from assetcards import __version__
from assetcards.errors import (
    AssetCardsError,
    CardError,
    FieldError,
    InvalidNameError,
    NotFoundError,
)

VERBS = {
    "list": "The cards there are.",
    "show": "One card, resolved.",
    "validate": "What is wrong with the cards, and how to mend it.",
    "stores": "What is searched for cards, in order.",
    "envs": "The environments that cards have overrides for.",
}
"""Every verb with its short help; its module is `assetcards.cli.VERB_command`."""

EXIT_CODES = """
\b
Exit codes:
  0    fine
  1    the cards have errors, or the answer is no
  2    the command line is not right
  3    it could not run: no catalog, no repository, no such revision
  70   a bug in catalog
  74   the output could not be written
  130  interrupted
  141  the reader of the output went away
"""


class _Verbs(click.Group):
    """A group whose verbs are imported when they are called, because completion and `show` should be quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in VERBS:
            return None
        command: click.Command = import_module(f"assetcards.cli.{name}_command").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))


@click.group(
    cls=_Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": None},
    epilog=EXIT_CODES,
)
@click.version_option(__version__, prog_name="catalog")
@click.pass_context
def catalog(ctx: click.Context) -> None:
    """Look up, check and pin asset cards kept in a git repository.

    \b
    Examples:
      catalog list --kind model --family llama
      catalog show qwen3_8b
      catalog show qwen3_8b --rev v1.2
      catalog validate
    """
    ctx.color = wants_color(sys.stdout)


def wants_color(stream: IO[str]) -> bool:
    """Whether to colour: NO_COLOR forbids it, FORCE_COLOR demands it, else a terminal that is not dumb gets it."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def exit_code_of(error: AssetCardsError) -> int:
    """1 when the answer is no, 2 when the question cannot be asked, 3 when the run could not go on."""
    if isinstance(error, InvalidNameError):
        return 2
    return 1 if isinstance(error, NotFoundError | CardError | FieldError) else 3


def main(arguments: Sequence[str] | None = None) -> int:  # noqa: PLR0911 (one return for each end)
    """Run the command; returns its exit code. Prints errors as one line on standard error."""
    try:
        code = catalog.main(args=list(arguments) if arguments is not None else None, standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as end:
        return end.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except AssetCardsError as error:
        return _fail(error)
    except BrokenPipeError:
        _let_go_of_stdout()
        return 141
    except OSError as error:
        _let_go_of_stdout()
        click.echo(f"catalog: the output could not be written: {error.strerror}", err=True)
        return 74


def _fail(error: AssetCardsError) -> int:
    from assetcards.report import safe

    click.echo(f"catalog: {safe(str(error))}", err=True)
    return exit_code_of(error)


def _let_go_of_stdout() -> None:
    """Send what is still buffered to nowhere, or Python complains once more when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
