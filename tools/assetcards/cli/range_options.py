"""What verbs that compare share: the options that say what is compared with what."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click

from assetcards.cli.options import complete_revision
from assetcards.errors import RevisionError
from assetcards.sources.ranges import Range, parse_range

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.argument("revisions", nargs=-1, metavar="[REVISION [REVISION]]", shell_complete=complete_revision),
    click.option("--staged", is_flag=True, help="Compare with the index: the commit that is being made."),
    click.option(
        "--base",
        metavar="REVISION",
        shell_complete=complete_revision,
        help="Compare the merge base of REVISION and HEAD with HEAD or, with --staged, with the index.",
    ),
)


def range_options(function: F) -> F:
    """Add the revisions, `--staged` and `--base` to a verb, which gets them as `ends`."""

    @wraps(function)
    def with_ends(*args: Any, revisions: tuple[str, ...], staged: bool, base: str | None, **kwargs: Any) -> Any:
        return function(*args, ends=_parse(revisions, staged, base), **kwargs)

    decorated: Any = with_ends
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    result: F = decorated
    return result


def _parse(revisions: tuple[str, ...], staged: bool, base: str | None) -> Range:
    try:
        return parse_range(revisions, staged=staged, base=base)
    except RevisionError as error:
        raise click.UsageError(str(error)) from None
