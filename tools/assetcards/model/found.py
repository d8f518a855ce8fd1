"""Cards that were found: a sequence, which a notebook shows as a table and which becomes a data frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, overload

from assetcards.errors import AssetCardsError
from assetcards.model.attributes import attribute_name, maybe_attribute
from assetcards.model.notebook import render_html
from assetcards.model.resolved import ResolvedCard
from assetcards.names import FullName
from assetcards.nodes import Value
from assetcards.values import render_value

MAX_ROWS = 200
"""How many cards a notebook shows."""

_COLUMNS = ("name", "kinds", "family", "architecture", "license", "status", "description")


class NoDataFramesError(AssetCardsError):
    """Neither pandas nor polars is installed.

    >>> NoDataFramesError("a data frame needs pandas or polars").message
    'a data frame needs pandas or polars'
    """


class Cards(Sequence[ResolvedCard]):
    """Resolved cards in an order.

    >>> from assetcards import MemoryTree, open_catalog
    >>> cards = open_catalog(MemoryTree(cards=[{"name": "tiny"}, {"name": "small"}]), stores=[]).find()
    >>> len(cards), cards[0].name, cards[1:], [card.name for card in cards]
    (2, 'small', <Cards: tiny>, ['small', 'tiny'])
    """

    def __init__(self, cards: Iterable[ResolvedCard]) -> None:
        self._cards = tuple(cards)

    def __len__(self) -> int:
        return len(self._cards)

    @overload
    def __getitem__(self, at: int) -> ResolvedCard: ...

    @overload
    def __getitem__(self, at: slice) -> Cards: ...

    def __getitem__(self, at: int | slice) -> ResolvedCard | Cards:
        return Cards(self._cards[at]) if isinstance(at, slice) else self._cards[at]

    def __contains__(self, card: object) -> bool:
        """Whether a card is among them, or one of that name."""
        return card in (self.names if isinstance(card, str) else self._cards)

    def __iter__(self) -> Iterator[ResolvedCard]:
        return iter(self._cards)

    def __eq__(self, other: object) -> bool:
        return self._cards == other._cards if isinstance(other, Cards) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._cards)

    @property
    def names(self) -> list[str]:
        """The names of the cards."""
        return [card.name for card in self]

    def __repr__(self) -> str:
        more = f" and {len(self) - 8} more" if len(self) > 8 else ""
        return f"<Cards: {', '.join(self.names[:8]) or 'none'}{more}>"

    def _repr_html_(self) -> str:
        rows = [[_shown(card)[name] for name in _COLUMNS] for card in self._cards[:MAX_ROWS]]
        left_out = len(self) - len(rows)
        return render_html(_COLUMNS, rows, f"and {left_out} more" if left_out else "")

    def to_dataframe(self) -> Any:
        """A data frame of pandas, or else of polars: a row for each card, a column for each field that one of them has.

        In pandas, a column of integers or of booleans is of its nullable type: values stay what they are where a card
        has none. In polars, a column of mappings or of values of several types has them as text.

        Raises NoDataFramesError when neither is installed.
        """
        names = dict.fromkeys(name for card in self for name in (*_columns(card), *card.field_names))
        rows = [{**card.fields, **_columns(card)} for card in self]
        columns: dict[str, Sequence[Value]] = {name: [row.get(name) for row in rows] for name in names}
        library = _library()
        if library.__name__ == "polars":
            return library.DataFrame({name: _of_one_type(values) for name, values in columns.items()})
        return library.DataFrame({name: _nullable(library, values) for name, values in columns.items()})


def _columns(card: ResolvedCard) -> dict[str, Value]:
    families = list(dict.fromkeys(map(str, card.families().values())))
    about: dict[str, Value] = {"name": card.name, "env": card.env, "kinds": list(card.kinds), "family": list(families)}
    return {**about, "license": card.license, "description": card.description}


def _shown(card: ResolvedCard) -> dict[str, Value]:
    name = FullName(card.name, card.env or "")
    about = {each: maybe_attribute(card, name, attribute_name(each)) for each in ("architecture", "status")}
    return {**_columns(card), **about, "name": str(name)}


_NULLABLE: Mapping[frozenset[type | None], str] = {frozenset([int]): "Int64", frozenset([bool]): "boolean"}


def _nullable(pandas: Any, values: Sequence[Value]) -> Any:
    """A column as pandas takes it: by itself, it makes floats of integers beside None, which rounds large ones."""
    of_one_type = _NULLABLE.get(frozenset(_type_in_frame(value) for value in values if value is not None))
    return values if of_one_type is None else pandas.array(values, dtype=of_one_type)


def _of_one_type(values: Sequence[Value]) -> Sequence[Value]:
    """A column as polars takes it: of one type, or else each value as text.

    It refuses a column of several types, and leaves out keys that the first of some mappings does not have.
    """
    types = {_type_in_frame(value) for value in values if value is not None}
    if len(types) <= 1 and None not in types:
        return values
    return [None if value is None else render_value(value) for value in values]


def _type_in_frame(value: Value) -> type | None:
    """None for what may be refused: mappings, integers beyond 64 bits, lists of anything but strings."""
    if isinstance(value, list):
        return list if all(isinstance(each, str) for each in value) else None
    if isinstance(value, dict) or (isinstance(value, int) and not -(1 << 63) <= value < 1 << 63):
        return None
    return type(value)


def _library() -> Any:
    for name in ("pandas", "polars"):
        try:
            return import_module(name)
        except ImportError:
            continue
    raise NoDataFramesError("a data frame needs pandas or polars", hint="install one of them: pip install pandas")
