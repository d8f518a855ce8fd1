"""What all verbs share: the options that say which catalog is read, the formats, styles and completion."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

import click

from assetcards.catalog import Catalog
from assetcards.defaults import open_catalog

F = TypeVar("F", bound=Callable[..., Any])

_COLORS = {"name": "green", "heading": "blue", "error": "red", "warning": "yellow", "advice": "cyan"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Which catalog the command line names."""

    repo: str | None
    root: str | None
    rev: str | None
    env: str | None
    stores: tuple[str, ...]

    def open(self, *, alone: bool = False) -> Catalog:
        """Open it. `alone` leaves out the stores that nobody named."""
        stores: Sequence[str] | None = self.stores if self.stores or alone else None
        return open_catalog(self.repo, rev=self.rev, root=self.root, env=self.env, stores=stores)


_OPTIONS = (
    click.option("--repo", metavar="FOLDER", help="The folder of a repository; default: where you stand."),
    click.option(
        "--root",
        metavar="FOLDER",
        help="The folder of cards, in the repository with --repo, else from where you stand; "
        "default: the one that holds catalog.toml.",
    ),
    click.option("--rev", metavar="REVISION", help="Read this commit (a branch, a tag, an id), not the checkout."),
    click.option("--env", metavar="ENV", help="The environment whose overrides apply; default: $CATALOG_ENV."),
    click.option("--store", "stores", metavar="FOLDER", multiple=True, help="A further folder of cards; repeatable."),
)


def source_options(function: F) -> F:
    """Add the options of `Source` to a verb, which gets them as `source`."""

    @wraps(function)
    def with_source(
        *args: Any,
        repo: str | None,
        root: str | None,
        rev: str | None,
        env: str | None,
        stores: tuple[str, ...],
        **kwargs: Any,
    ) -> Any:
        source = Source(repo=repo, root=root, rev=rev, env=env, stores=stores)
        return function(*args, source=source, **kwargs)

    decorated: Any = with_source
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    result: F = decorated
    return result


def format_option(*formats: str) -> Callable[[F], F]:
    """Add `--format` with these choices, the first one the default."""
    return click.option(
        "--format",
        "output_format",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="The output.",
    )


def style(text: str, role: str) -> str:
    """The style of a terminal; click takes the colours out where there is none."""
    return click.style(text, fg=_COLORS.get(role), bold=role == "name", dim=role == "dim")


def _source_of(ctx: click.Context) -> Source:
    params = ctx.params
    return Source(
        repo=params.get("repo"),
        root=params.get("root"),
        rev=params.get("rev"),
        env=params.get("env"),
        stores=params.get("stores") or (),
    )


def complete_card(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The full names that begin with what was typed; nothing when the catalog cannot be read."""
    try:
        with _source_of(ctx).open() as catalog:
            return [name for name in catalog.names() if name.startswith(incomplete)]
    except Exception:
        return []


def complete_environment(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The environments that begin with what was typed; nothing when the catalog cannot be read."""
    try:
        with _source_of(ctx).open() as catalog:
            return [env for env in catalog.environments() if env.startswith(incomplete)]
    except Exception:
        return []
