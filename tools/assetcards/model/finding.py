"""Finding the resolved cards of a catalog by what they are, with the errors of the command."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assetcards.errors import NotFoundError
from assetcards.model.attributes import attribute_name
from assetcards.model.conditions import Condition, parse_clause
from assetcards.model.filters import Filter, Known
from assetcards.model.found import Cards
from assetcards.model.resolved import ResolvedCard
from assetcards.model.search import SearchIndex, parse_question
from assetcards.names import FullName


def find_cards(
    cards: Iterable[ResolvedCard],
    patterns: tuple[str, ...],
    kind: str | None,
    family: str | None,
    where: Iterable[str],
    fields: Mapping[str, object],
) -> Cards:
    """The cards that are all of this. Raises what `Catalog.find` raises."""
    wanted = Filter(
        patterns=patterns,
        kinds=() if kind is None else (kind,),
        families=() if family is None else (family,),
        where=tuple(map(parse_clause, where)),
    )
    found, known = _filtered(cards, wanted, tuple(fields))
    has_all = [card for card in found if all(_has_value(card, name, value) for name, value in fields.items())]
    return _known_cards(has_all, known)


def find_by_words(cards: Iterable[ResolvedCard], words: str, limit: int) -> Cards:
    """The cards that have the words, the best first. Raises what `Catalog.search` raises."""
    question = parse_question(words)
    where = tuple((Condition(attribute_name(field), "~", part),) for field, part in question.fields)
    found, known = _filtered(cards, Filter(where=where), ())
    return _known_cards(SearchIndex(found).search(question.words)[:limit], known)


def _filtered(
    cards: Iterable[ResolvedCard], wanted: Filter, fields: tuple[str, ...]
) -> tuple[list[ResolvedCard], Known]:
    wanted.check()
    known, found = Known(wanted, fields), []
    for card in cards:
        known.add(card.card, card)
        if wanted.accepts(card, FullName(card.name, card.env or "")):
            found.append(card)
    return found, known


def _known_cards(found: list[ResolvedCard], known: Known) -> Cards:
    unknown = next(known.unknown(), None) if not found else None
    if unknown is not None:
        raise NotFoundError(unknown.what, unknown.name, unknown.suggestions)
    return Cards(found)


def _has_value(card: ResolvedCard, name: str, value: object) -> bool:
    field = card.maybe_field(name)
    return field is not None and type(field.value) is type(value) and field.value == value
