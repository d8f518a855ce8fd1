"""Makes up changes of made-up catalogs for hypothesis: cards edited, added, removed, renamed and moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.model.naive import Source, read_name
from tests.model.strategies import (
    CONFIG_KEYS,
    ENVS,
    FOLDERS,
    KEYS,
    NAMES,
    RELATIVE,
    URIS,
    cards,
    catalogs,
    paths,
    values_of,
)

Step = Callable[[DrawFn, list[Source]], list[Source]]


def is_small(sources: list[Source]) -> bool:
    """Whether a catalog has no chain at the bound: these are slow, and resolution has tests of its own for them."""
    return len(sources) < 40


@st.composite
def changes(draw: DrawFn) -> tuple[list[Source], list[Source]]:
    """Draw a catalog, and what a few edits make of it; seldom two catalogs that have nothing to do with each other."""
    small = catalogs().filter(
        lambda sources: len(sources) < 40
    )  # chains at the bound are slow, and resolution's matter
    old = draw(small)
    if draw(st.sampled_from((False,) * 9 + (True,))):
        return old, draw(small)
    new = old
    for step in draw(st.lists(st.sampled_from(STEPS), min_size=1, max_size=4)):
        new = step(draw, new) if new else new
    return old, new


def edit_field(draw: DrawFn, sources: list[Source]) -> list[Source]:
    """Write a field of a card, or another value in it."""
    key = draw(st.sampled_from((*CONFIG_KEYS, *KEYS, "description", "deprecated")))
    value = draw(values_of(key, st.sampled_from(URIS + RELATIVE)))
    return edit(draw, sources, lambda card: {**card, key: value})


def drop_field(draw: DrawFn, sources: list[Source]) -> list[Source]:
    """Take a field away from a card."""
    key = draw(st.sampled_from((*CONFIG_KEYS, *KEYS, "base", "base")))
    return edit(draw, sources, lambda card: {name: value for name, value in card.items() if name != key})


def rebase(draw: DrawFn, sources: list[Source]) -> list[Source]:
    """Put a card onto another base."""
    base = draw(st.sampled_from((*NAMES, None, "nowhere")))
    return edit(draw, sources, lambda card: {**card, "base": base})


def edit(draw: DrawFn, sources: list[Source], change: Callable[[dict[str, object]], dict[str, object]]) -> list[Source]:
    at = draw(st.integers(0, len(sources) - 1))
    return [*sources[:at], replace(sources[at], card=change(dict(sources[at].card))), *sources[at + 1 :]]


def add_card(draw: DrawFn, sources: list[Source]) -> list[Source]:
    """Add a card of a name that is free, plain or in an environment."""
    taken = {read_name(source.card.get("name")) for source in sources}
    free = [(name, env) for name in (*NAMES, "f") for env in ("", *ENVS) if (name, env) not in taken]
    name, env = draw(st.sampled_from(free))
    base = draw(st.sampled_from(({}, {"base": "a"}, {"base": "b"})))
    card = {"name": f"{name}@{env}", **draw(cards(st.sampled_from(URIS + RELATIVE))), **base}
    return [*sources, Source(path=draw(paths(FOLDERS)), card=card)]


def remove_card(draw: DrawFn, sources: list[Source]) -> list[Source]:
    """Remove a card."""
    at = draw(st.integers(0, len(sources) - 1))
    return [*sources[:at], *sources[at + 1 :]]


def rename_card(draw: DrawFn, sources: list[Source]) -> list[Source]:
    """Give a card and its overrides a new name; what names it does not follow."""
    names = sorted({name[0] for source in sources if (name := read_name(source.card.get("name")))})
    if not names:
        return sources
    old = draw(st.sampled_from(names))
    return [
        replace(source, card={**source.card, "name": f"{old}_2@{name[1]}"})
        if (name := read_name(source.card.get("name"))) and name[0] == old
        else source
        for source in sources
    ]


def move_card(draw: DrawFn, sources: list[Source]) -> list[Source]:
    """Put a card into another file."""
    at = draw(st.integers(0, len(sources) - 1))
    return [*sources[:at], replace(sources[at], path=draw(paths(FOLDERS))), *sources[at + 1 :]]


STEPS: tuple[Step, ...] = (
    edit_field,
    edit_field,
    edit_field,
    drop_field,
    drop_field,
    rebase,
    add_card,
    remove_card,
    rename_card,
    move_card,
)
