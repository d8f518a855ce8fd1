"""Questions to a catalog: what somebody asks for in a word, and all there are, with the answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from assetcards.errors import CardError
from assetcards.model.card import KINDS
from assetcards.model.upstream import UpstreamError
from assetcards.names import Asked, parse_asked

if TYPE_CHECKING:
    from assetcards.model.graph import Graph
    from assetcards.model.resolved import ResolvedCard


class Resolves(Protocol):
    """Something that resolves cards, such as a catalog."""

    @property
    def graph(self) -> Graph:
        """As `Catalog.graph`."""

    def asks_for_ours(self, asked: Asked) -> bool:
        """As `Catalog.asks_for_ours`."""

    def maybe_resolve(self, asked: Asked) -> ResolvedCard | None:
        """As `Catalog.maybe_resolve`."""


def without_kind(text: str) -> str:
    """A name without the kind that a listing puts before it.

    >>> without_kind("model:tiny@lab"), without_kind("tiny"), without_kind("license:mit")
    ('tiny@lab', 'tiny', 'license:mit')
    """
    kind, _, name = text.partition(":")
    return name if name and kind in (*KINDS, "other") else text


def asked_in(catalog: Resolves, query: str) -> Asked:
    """What somebody asks a catalog for, also as `KIND:NAME@ENV`. Raises what `Catalog.maybe_card` raises."""
    asked = parse_asked(query)
    name = without_kind(query)
    if name != query and catalog.maybe_resolve(asked) is None:
        card = catalog.maybe_resolve(parse_asked(name))
        if card is not None and query.partition(":")[0] in card.kinds:
            return parse_asked(name)
    return asked


def resolve_all(catalog: Resolves) -> Iterator[tuple[Asked, ResolvedCard | CardError | UpstreamError]]:
    """Each question with its answer, or the error instead: the card is broken, or needs an upstream that is not there.

    Cards that inherit from one of ours that failed are left out, because they would repeat its error. A base without a
    question of its own in an environment is the same as without environment.
    """
    failed: dict[Asked, bool] = {}
    for asked in catalog.graph.questions():
        base = catalog.graph.maybe_base(asked)
        inherited = () if base is None else (Asked(base, asked.env), Asked(base, ""))
        failed[asked] = next((failed[each] for each in inherited if each in failed), False)
        if failed[asked]:
            continue
        try:
            card = catalog.maybe_resolve(asked)
            if card is not None:
                card.check_configs()
                yield asked, card
        except CardError as error:
            failed[asked] = catalog.asks_for_ours(asked)
            yield asked, error
        except UpstreamError as error:
            yield asked, error
