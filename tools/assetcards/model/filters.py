"""Which cards are wanted, and what of it no card has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assetcards.errors import MAX_SHOWN
from assetcards.model.attributes import COMPUTED, LISTED, attribute_names, maybe_attribute, suggest_attributes
from assetcards.model.card import Card
from assetcards.model.conditions import Clause, Condition, merged, spellings_of_one
from assetcards.model.globs import globs_of
from assetcards.model.questions import without_kind
from assetcards.model.resolved import ResolvedCard, check_kind
from assetcards.names import FullName, suggest_names
from assetcards.values import render_value

MAX_VALUES, MAX_SPELLINGS = 10_000, 20
"""How many values of a field are kept to suggest one, and of how many items each."""


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which cards are wanted: of names, kinds and families, of each any, and all for which every clause holds.

    >>> from assetcards.model.conditions import parse_clause
    >>> from assetcards import MemoryTree, open_catalog
    >>> tree = MemoryTree(cards=[{"name": "tiny", "model_family": "small", "license": "MIT"}])
    >>> card = open_catalog(tree, stores=[]).card("tiny")
    >>> wanted = Filter(patterns=("t*", "x"), kinds=("model",), where=(parse_clause("license~mit"),))
    >>> wanted.accepts(card, FullName("tiny")), Filter(families=("other",)).accepts(card, FullName("tiny"))
    (True, False)
    """

    patterns: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    where: tuple[Clause, ...] = ()

    @cached_property
    def _clauses(self) -> Sequence[Clause]:
        return merged(self.where)

    @property
    def conditions(self) -> Iterator[Condition]:
        """The conditions of all clauses."""
        return (condition for clause in self.where for condition in clause)

    def check(self) -> None:
        """Raise NotFoundError for what is not a kind of card, which would silently match nothing."""
        for kind in self.kinds:
            check_kind(kind)

    def accepts(self, card: ResolvedCard, full_name: FullName) -> bool:
        """Whether a card is wanted."""
        return (
            (not self.patterns or bool(self.matching(full_name)))
            and (not self.kinds or not set(self.kinds).isdisjoint(card.kinds))
            and (not self.families or not set(self.families).isdisjoint(self.families_of(card)))
            and all(any(_holds(condition, card, full_name) for condition in each) for each in self._clauses)
        )

    def matching(self, full_name: FullName) -> set[str]:
        """The patterns that a name matches or is; one with an `@` is for the environment, too."""
        globs = globs_of(tuple(map(without_kind, self.patterns)))
        written = f"{full_name.name}@{full_name.env}"
        bare = (self.patterns[at] for at in globs.matching(full_name.name))
        full = (self.patterns[at] for at in globs.matching(written))
        matching = {each for each in bare if "@" not in each} | {each for each in full if "@" in each}
        return matching | {each for each in self.patterns if each in (full_name.name, written)}

    def families_of(self, card: ResolvedCard) -> list[str]:
        """The families of a card that are compared: those of the kinds, or all without any."""
        families = {kind: render_value(family) for kind, family in card.families().items()}
        return [family for kind, family in families.items() if not self.kinds or kind in self.kinds]


def _holds(condition: Condition, card: ResolvedCard, full_name: FullName) -> bool:
    return condition.accepts(maybe_attribute(card, full_name, condition.field))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A name, family, field or value in the filter that no card has, with similar ones."""

    what: str
    name: str
    suggestions: Sequence[str]


class Known:
    """What the cards that a filter was asked about are and have, of what it asks for, and of other `fields`."""

    def __init__(self, wanted: Filter, fields: Sequence[str] = ()) -> None:
        self._wanted = wanted
        self._fields = fields
        named = [*fields, *(condition.field for condition in wanted.conditions)]
        self._has_leaves = any("." in field for field in named)
        self._names: dict[str, set[str]] = defaultdict(set)
        self._values: dict[str, set[str]] = defaultdict(set)
        self._found: set[Condition] = set()

    def add(self, card: Card, resolved: ResolvedCard) -> None:
        """Take notice of a card."""
        wanted, names, full_name = self._wanted, self._names, card.full_name
        names["family"].update(map(render_value, resolved.families().values()) if wanted.families else ())
        if wanted.patterns:
            names["name"].add(full_name.name)
            names["matched"] |= wanted.matching(full_name)
        for field in self._fields:
            if field not in names["field"] and maybe_attribute(resolved, full_name, field) is not None:
                names["field"].add(field)
        if wanted.where or self._fields:
            names["field"].update(attribute_names(card, leaves=self._has_leaves))
        for condition in wanted.conditions:
            value = maybe_attribute(resolved, full_name, condition.field)
            if value is not None:
                names["field"].add(condition.field)
            if condition._replace(operator="~" if condition.operator == "~" else "=").accepts(value):
                self._found.add(condition)
            values = self._values[condition.field]
            if len(values) < MAX_VALUES:
                said = spellings_of_one(value)[:MAX_SPELLINGS]
                values.update(each for each in said if len(each) <= MAX_SHOWN)

    def unknown(self) -> Iterator[Unknown]:
        """What a filter names and no card has."""
        names = self._names
        for pattern in self._wanted.patterns:
            if pattern not in names["matched"]:
                name = without_kind(pattern)
                bare = name.partition("@")[0].strip("*")
                yield Unknown(what="name", name=name, suggestions=_suggest(bare, names["name"]))
        for family in self._wanted.families:
            if family not in names["family"]:
                yield Unknown(what="family", name=family, suggestions=_suggest(family, names["family"]))
        conditions = list(dict.fromkeys(self._wanted.conditions))
        for field in dict.fromkeys([*(condition.field for condition in conditions), *self._fields]):
            if field not in names["field"] and field not in COMPUTED:
                known = {*names["field"], *COMPUTED, *(LISTED if field in self._fields else ())}
                yield Unknown(what="field", name=field, suggestions=suggest_attributes(field, known))
        for condition in conditions:
            yield from self._unknown_in(condition)

    def _unknown_in(self, condition: Condition) -> Iterator[Unknown]:
        field, text = condition.field, condition.text
        is_known = field in self._names["field"] or field in COMPUTED
        if is_known and condition.operator not in ("has", "not") and condition not in self._found:
            what = f"{field} with" if condition.operator == "~" else field
            yield Unknown(what=what, name=text, suggestions=_suggest(text, self._values[field]))


def _suggest(name: str, known: set[str]) -> Sequence[str]:
    return suggest_names(name, known)
