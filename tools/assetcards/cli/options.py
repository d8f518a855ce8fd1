"""What all verbs share: the options that say which catalog is read, the formats, and completion."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from assetcards.cli.following import AGENT_VERBS
from assetcards.cli.in_time import answers_in_time, card_names_in_time, names_beginning
from assetcards.cli.source import Source
from assetcards.model.catalog import Catalog
from assetcards.names import USER_ENVIRONMENT
from assetcards.rendering.formats import Formats
from assetcards.sources.defaults import (
    absolute_path,
    load_repository,
    maybe_named_source,
    offline,
    preferred_format,
    unindexed,
)

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

F = TypeVar("F", bound=Callable[..., Any])


def _complete_environment(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The environments that begin with what was typed; nothing when the catalog cannot be read."""
    return quietly(ctx, environments, incomplete)


def environments(catalog: Catalog) -> Iterator[str]:
    """The environments that there are, by the settings and by cards."""
    yield from (USER_ENVIRONMENT, *catalog.settings.environments)
    yield from (name.env for name in names_beginning(catalog, ""))


def complete_revision(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The branches and tags that begin with what was typed, or, in a range, with what is behind its dots."""
    from assetcards.git.commits import named_revisions

    try:
        folder = absolute_path(ctx.params.get("repo") or maybe_named_source() or "")
        names = named_revisions(load_repository(folder))
    except Exception:  # a shell that completes shows no errors
        return []
    before, dots, last = incomplete.rpartition("..")
    return [f"{before}{dots}{name}" for name in names if name.startswith(last)]


def complete_card(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The full names that begin with what was typed; nothing when the catalog cannot be read."""
    return card_names_in_time(_source_typed(ctx), incomplete)


def complete_file(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """The shell itself completes files, and quotes them."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def complete_folder(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """As `complete_file`, folders alone."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="dir")]


def quietly(ctx: click.Context, ask: Callable[[Catalog], Iterable[str]], incomplete: str) -> list[str]:
    """What the catalog that was typed so far answers for a key press."""
    return answers_in_time(_source_typed(ctx), ask, incomplete)


def _source_typed(ctx: click.Context) -> Source:
    params = ctx.params
    return Source(
        **{name: params.get(name) for name in ("repo", "root", "rev", "env", "lock")}, stores=params.get("stores") or ()
    )


class _Folder(click.Path):
    """A folder; an empty string is none, as from a variable that is not set."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not value:
            self.fail("a folder must not be empty", param, ctx)
        return super().convert(value, param, ctx)


_FOLDER = _Folder(file_okay=False)

_REPO = click.option(
    "--repo", metavar="FOLDER", type=_FOLDER, help="Read cards of this repository.  [default: the current directory]"
)


def _entering(resource: Callable[[], AbstractContextManager[None]]) -> Callable[[click.Context, object, bool], None]:
    """What enters a context for the rest of the run when a flag is given."""

    def enter(ctx: click.Context, _: object, is_wanted: bool) -> None:
        if is_wanted:
            ctx.with_resource(resource())

    return enter


_OFFLINE = click.option(
    "--offline",
    is_flag=True,
    expose_value=False,
    callback=_entering(offline),
    help="Read remote repositories only from the cache.  [default: $CATALOG_OFFLINE]",
)


_NO_CACHE = click.option(
    "--no-cache",
    is_flag=True,
    expose_value=False,
    callback=_entering(unindexed),
    help="Neither use nor keep in the cache what is known of cards that were read.",
)
_ROOT = click.option(
    "--root",
    metavar="FOLDER",
    type=_FOLDER,
    help="Read cards of this folder, relative to --repo or the current directory.  "
    "[default: the folder of catalog.toml]",
)
_STORES = click.option(
    "--store",
    "stores",
    metavar="FOLDER",
    type=_FOLDER,
    multiple=True,
    help="Read another folder of cards, too; repeatable.",
)

_REV = click.option(
    "--rev",
    metavar="REVISION",
    shell_complete=complete_revision,
    help="Read this branch, tag or commit instead of the checkout.",
)
_ENV = click.option(
    "--env",
    metavar="ENV",
    shell_complete=_complete_environment,
    help="Apply the overrides of this environment.  [default: $CATALOG_ENV]",
)


lock_option = click.option(
    "--lock",
    metavar="FILE",
    shell_complete=complete_file,
    help="Read the cards that this lock file locks, and no other.",
)


def source_options(function: F) -> F:
    """Add the options of `Source` to a verb, which gets them as `source`."""
    return _decorated(function, _REPO, _ROOT, _REV, _ENV, _STORES, _OFFLINE, _NO_CACHE, _with_source)


def commit_options(function: F) -> F:
    """Those of them that say which commit is read, for a verb whose answer depends on nothing else."""
    return _decorated(function, _REPO, _ROOT, _REV, _OFFLINE, _NO_CACHE, _with_source)


def search_options(function: F) -> F:
    """Those of them that say what is searched, for a verb to which environments are nothing."""
    return _decorated(function, _REPO, _ROOT, _REV, _STORES, _OFFLINE, _NO_CACHE, _with_source)


def _with_source(function: F) -> Callable[..., Any]:
    @wraps(function)
    def with_source(
        *args: Any,
        repo: str | None,
        root: str | None,
        rev: str | None,
        env: str | None = None,
        stores: tuple[str, ...] = (),
        lock: str | None = None,
        **kwargs: Any,
    ) -> Any:
        source = Source(repo=repo, root=root, rev=rev, env=env, stores=stores, lock=lock)
        return function(*args, source=source, **kwargs)

    return with_source


def checkout_options(function: F) -> F:
    """Add the options that name a checkout, for a verb that writes to it; it gets `repo` and `root`."""
    return _decorated(function, _REPO, _ROOT, _OFFLINE, _NO_CACHE)


def range_source_options(function: F) -> F:
    """Add the options that name the catalogs which a verb compares; it gets `repo`, `root` and `stores`."""
    return _decorated(function, _REPO, _ROOT, _STORES, _OFFLINE, _NO_CACHE)


def _decorated(function: F, *decorators: Callable[[Any], Any]) -> F:
    decorated: Any = function
    for decorate in reversed(decorators):
        decorated = decorate(decorated)
    result: F = decorated
    return result


class _Format(click.Choice[str]):
    """The name of a format; where there is none for agents, which verbs have it."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value == "agent" and "agent" not in self.choices:
            self.fail(f"'agent' is a format of {', '.join(AGENT_VERBS[:-1])} and {AGENT_VERBS[-1]} alone", param, ctx)
        return super().convert(value, param, ctx)


def format_option(formats: Formats[Any]) -> Callable[[F], F]:
    """Add `--format` with the names of a table, the first one the default; `$CATALOG_FORMAT` may ask for `agent`."""
    *others, last = formats
    first = next(iter(formats))
    return click.option(
        "--format",
        "output_format",
        metavar="FORMAT",
        type=_Format(tuple(formats)),
        default=lambda: _preferred(formats) or first,
        show_default=first,
        help=f"Print {', '.join(others)} or {last}.",
    )


def _preferred(formats: Formats[Any]) -> str:
    wanted = preferred_format()
    if wanted not in ("", "agent"):
        raise click.UsageError(f"$CATALOG_FORMAT is {wanted!r}; it may be 'agent' (for all else there is --format)")
    return wanted if wanted in formats else ""
