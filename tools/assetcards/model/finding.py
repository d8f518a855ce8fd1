"""Finding the resolved cards of a catalog by what they are, with the errors of the command."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assetcards.errors import NotFoundError, shorten
from assetcards.model.attributes import attribute_name, maybe_attribute
from assetcards.model.conditions import Condition, parse_clause, spellings_of_one
from assetcards.model.filters import Filter, Known
from assetcards.model.found import Cards
from assetcards.model.resolved import ResolvedCard
from assetcards.model.search import SearchIndex, parse_question
from assetcards.names import FullName, parse_asked, suggest_names
from assetcards.nodes import Value


def find_cards(
    cards: Iterable[ResolvedCard],
    patterns: tuple[str, ...],
    kind: str | Iterable[str] | None,
    family: str | Iterable[str] | None,
    where: str | Iterable[str],
    fields: Mapping[str, object],
) -> Cards:
    """The cards that are all of this. Raises what `Catalog.find` raises."""
    for pattern in patterns:
        parse_asked(pattern)
    wanted = Filter(
        patterns=patterns,
        kinds=_each("kind", kind),
        families=_each("family", family),
        where=tuple(map(parse_clause, _each("where", where))),
    )
    cards = list(cards)
    found, known = _filtered(cards, wanted, tuple(map(attribute_name, fields)))
    has_all = [card for card in found if all(_has_value(card, name, value) for name, value in fields.items())]
    cards_found = _known_cards(has_all, known)
    for name, value in fields.items() if not has_all else ():
        if not any(_has_value(card, name, value) for card in cards):
            values = {each for card in cards for each in spellings_of_one(_value_of(card, name))} - {str(value)}
            raise NotFoundError(attribute_name(name), str(value), suggest_names(str(value), values))
    return cards_found


def _each(what: str, asked: str | Iterable[str] | None) -> tuple[str, ...]:
    """One string or several as several. Raises TypeError for anything else."""
    several = (asked,) if isinstance(asked, str) else () if asked is None else asked
    if isinstance(several, Iterable):
        given = tuple(several)
        if all(isinstance(each, str) for each in given):
            return given
    raise TypeError(f"{what} takes a string or several, not {shorten(repr(asked))} of type {type(asked).__name__}")


def find_by_words(cards: Iterable[ResolvedCard], words: str | Iterable[str], limit: int) -> Cards:
    """The cards that have the words, the best first. Raises what `Catalog.search` raises."""
    question = parse_question(" ".join(_each("search", words)))
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


def _value_of(card: ResolvedCard, name: str) -> Value:
    return maybe_attribute(card, FullName(card.name, card.env or ""), name)


def _has_value(card: ResolvedCard, name: str, value: object) -> bool:
    found = _value_of(card, name)
    return type(found) is type(value) and found == value
