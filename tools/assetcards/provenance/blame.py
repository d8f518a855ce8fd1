"""Who wrote each value of a resolved card: the card, the line of its file, and the commit that wrote the line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assetcards.comparison.compare import resolved_name
from assetcards.dotted import dotted_name
from assetcards.errors import GitError
from assetcards.model.card import KINDS, Card
from assetcards.model.catalog import Catalog
from assetcards.model.patch_leaves import leaves_of
from assetcards.model.questions import asked_in
from assetcards.model.resolved import ResolvedCard
from assetcards.model.store import Store
from assetcards.names import suggest_names
from assetcards.nodes import MappingNode, Node, Value, plain_value
from assetcards.provenance.writer import Writer
from assetcards.provenance.writers import Line, Writers, find_writers
from assetcards.text.valuelines import ValueLines


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Writing:
    """A value of a resolved card, and the card and location that wrote it; a leaf of a config has a dotted name.

    `column` is 0 for a mapping of which nothing is left: its items may be elsewhere.
    """

    field: str
    value: Value
    card: Card
    line: int
    column: int


class Blame(NamedTuple):
    """The values of a card, each with its writer, the newest of its lines; those of all lines; and notes."""

    entries: list[tuple[Writing, Writer]]
    notes: list[str]
    lines: Mapping[Writing, Mapping[int, Writer]]


def blame_card(catalog: Catalog, query: str, field: str | None = None, *, moves: bool = False) -> Blame:
    """Every value of a card with its writer, or only those of a field, or below a dotted name.

    With `moves`, lines are followed between files. Raises what `Catalog.card` raises, FieldError for an unknown
    field, and GitError if the repository of the catalog cannot be read.
    """
    card = catalog.resolve(asked_in(catalog, query))
    writings = list(find_writings(card))
    if field is not None:
        writings = _select(card, writings, field)
    found: dict[Writing, Writer] = {}
    of_lines: dict[Writing, dict[int, Writer]] = {}
    notes: list[str] = []
    for store in catalog.stores:
        own = _lines_in(store, writings)
        writers = _find_in_store(store, list(own.values()), moves, is_asked_for=store is catalog.own)
        for writing, lines in own.items():
            found[writing] = writers.newest(lines)
            of_lines[writing] = {line.number: writers.by_line[line] for line in lines}
        notes += writers.notes
    return Blame([(each, found[each]) for each in writings], list(dict.fromkeys(notes)), of_lines)


def _lines_in(store: Store, writings: Iterable[Writing]) -> dict[Writing, list[Line]]:
    """The lines of those values that are in a store."""
    files: dict[str, ValueLines] = {}
    found: dict[Writing, list[Line]] = {}
    for each in writings:
        path = each.card.path
        if each.card.tree is store.tree:
            if path not in files:
                files[path] = ValueLines(store.file(path).text or "")
            found[each] = [Line(path, number) for number in files[path].of(each.line, each.column)]
    return found


def _find_in_store(store: Store, values: Sequence[Sequence[Line]], moves: bool, *, is_asked_for: bool) -> Writers:
    """The writers of the lines of values; for a store that was not asked for, a git error is a note.

    The history of an upstream is not fetched.
    """
    lines = [line for value in values for line in value]
    if store.upstream:
        return Writers(dict.fromkeys(lines, Writer(note=f"in upstream {store.upstream!r}")), ())
    try:
        return find_writers(store, lines, moves=moves, timed=any(len(value) > 1 for value in values))
    except GitError as error:
        if is_asked_for:
            raise
        return Writers(dict.fromkeys(lines, Writer(note=error.message)), ())


def find_writings(card: ResolvedCard) -> Iterator[Writing]:
    """Every field of a card, and instead of its configs every leaf and directive of their patches."""
    merged = {card.config_key(kind) for kind in KINDS}
    for name in card.field_names:
        if name not in merged:
            field = card.field(name)
            yield _writing(dotted_name([name]), field.entry.value, field.card)
    for kind in KINDS:
        patch = card.composed(kind)
        for path, leaf in leaves_of(patch, (f"{kind}_config",)) if patch is not None else ():
            yield _writing(dotted_name(path), leaf.node, leaf.card)


def _writing(name: str, node: Node, card: Card) -> Writing:
    is_merged = isinstance(node, MappingNode) and not node.entries  # it has the place of a key, not of a value
    return Writing(
        field=name, value=plain_value(node), card=card, line=node.line, column=0 if is_merged else node.column
    )


def _below(writings: Iterable[Writing], name: str) -> list[Writing]:
    return [writing for writing in writings if f"{writing.field}.".startswith(f"{name}.")]


def _select(card: ResolvedCard, writings: Sequence[Writing], field: str) -> list[Writing]:
    found = _below(writings, field) or _below(writings, resolved_name(field))
    if not found:
        close = suggest_names(field, [writing.field for writing in writings])
        hint = f"did you mean {' or '.join(map(repr, close))}?" if close else ""
        raise card.field_error(field, f"has no field {field!r}", hint)
    return found
