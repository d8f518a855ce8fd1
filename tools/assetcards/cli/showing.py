"""The answer of `catalog show`, printed."""

from __future__ import annotations

from collections.abc import Sequence

from assetcards.cli.following import go_on_with
from assetcards.cli.printing import say
from assetcards.cli.screen import DISPLAY
from assetcards.cli.source import Source
from assetcards.commands.show import maybe_value, show, show_opened, show_value
from assetcards.errors import CardNotFoundError, shorten
from assetcards.model.catalog import Catalog
from assetcards.rendering.show import ALL_FORMATS, FORMATS, next_command, render_chain
from assetcards.rendering.show_value import VALUE_FORMATS


def print_cards(
    catalog: Catalog,
    name: str,
    more: Sequence[str],
    output_format: str,
    source: Source,
    *,
    chain: bool = False,
    opened: bool = False,
) -> None:
    """Print cards, or one value of a card. Raises what `commands.show` raises."""
    say(_render(catalog, name, more, output_format, chain=chain, opened=opened))
    if output_format == "agent":
        go_on_with(next_command(show(catalog, name).card), output_format, source)


def _render(catalog: Catalog, name: str, more: Sequence[str], output_format: str, *, chain: bool, opened: bool) -> str:
    value = maybe_value(catalog, name, more[0]) if len(more) == 1 and not (chain or opened) else None
    if value is not None:
        return VALUE_FORMATS[output_format](value, DISPLAY)
    try:
        shown = [show_opened(catalog, each) if opened else show(catalog, each) for each in (name, *more)]
    except CardNotFoundError as error:
        if len(more) == 1 and error.name == more[0].removesuffix("@"):
            show_value(catalog, name, more[0])
        if len(more) > 1 and error.name in more and maybe_value(catalog, name, error.name) is not None:
            error.add_note(f"one field is shown at a time: `catalog show {shorten(name)} {shorten(error.name)}`")
        raise
    if chain:
        return "\n".join(render_chain(each, DISPLAY) for each in shown)
    return ALL_FORMATS[output_format](shown, DISPLAY) if more else FORMATS[output_format](shown[0], DISPLAY)
