"""`catalog graph`: who uses whom: of one card, of all, or the shortest way from one to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, TypeAlias

from assetcards.errors import CardError
from assetcards.model.catalog import Catalog, Revision
from assetcards.model.dependencies import Dependencies, Edge, edges_from, maybe_shortest
from assetcards.model.questions import asked_in
from assetcards.names import FullName
from assetcards.reach import reached_from

Direction: TypeAlias = Literal["up", "down"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Edges that lead on from some cards in one direction, `up` to what they use or `down` to what uses them.

    They are in the order of their distance.
    """

    direction: Direction
    starts: tuple[FullName, ...]
    edges: tuple[Edge, ...]

    def ends(self) -> Iterator[tuple[FullName, FullName, Edge]]:
        """Each edge with its nearer and its farther end."""
        for edge in self.edges:
            yield (edge.user, edge.used, edge) if self.direction == "up" else (edge.used, edge.user, edge)


@dataclass(frozen=True, slots=True, kw_only=True)
class Graphed:
    """The parts of a graph, the card that was asked about or between which it is the way, and the names of no card."""

    revision: Revision | None
    query: str | None
    end: str | None
    env: str | None
    parts: tuple[Part, ...]
    missing: frozenset[FullName]

    @property
    def edges(self) -> Sequence[Edge]:
        """All edges, each once."""
        return list(dict.fromkeys(edge for part in self.parts for edge in part.edges))

    @property
    def nodes(self) -> Sequence[FullName]:
        """All cards, each once, sorted."""
        found = {name for part in self.parts for name in part.starts}
        return sorted(found.union(*((edge.user, edge.used) for edge in self.edges)), key=str)


def graph_of_all(catalog: Catalog, *, depth: int | None = None) -> Graphed:
    """All that uses each other; first those that use nothing, then what uses them."""
    dependencies = _dependencies(catalog)
    edges: dict[Edge, None] = {}
    starts = [node for node in dependencies.nodes if not dependencies.up(node)]
    left = dict.fromkeys(dependencies.nodes)
    roots: list[FullName] = []
    while left:
        found = starts or [next(iter(left))]  # a cycle, which has no beginning
        roots += found
        edges |= dict.fromkeys(edges_from(found, dependencies.down, depth))
        for name in reached_from(found, lambda node: (edge.user for edge in dependencies.down(node))):
            left.pop(name, None)
        starts = []
    return _graphed(catalog, dependencies, None, [Part(direction="down", starts=tuple(roots), edges=tuple(edges))])


def graph_of(
    catalog: Catalog, query: str, directions: Iterable[Direction] = ("up", "down"), *, depth: int | None = None
) -> Graphed:
    """What a card uses and what uses it, directly or not.

    A name that cards use and that no card has is one to ask about. Raises what `Catalog.card` raises for any other.
    """
    dependencies = _dependencies(catalog)
    start = _find(catalog, dependencies, query)
    parts = []
    for direction in directions:
        step = dependencies.up if direction == "up" else dependencies.down
        edges = tuple(dict.fromkeys(edges_from([start], step, depth)))
        parts.append(Part(direction=direction, starts=(start,), edges=edges))
    return _graphed(catalog, dependencies, query, parts)


def path_between(catalog: Catalog, query: str, end: str) -> Graphed:
    """The shortest way from one card to another, through what it uses, or else through what uses it.

    Without such a way, there are no parts. Raises what `Catalog.card` raises for a card that is not there.
    """
    dependencies = _dependencies(catalog)
    start, target = (_find(catalog, dependencies, each) for each in (query, end))
    ways: list[tuple[Direction, Sequence[Edge] | None]] = [
        ("up", maybe_shortest(start, target, dependencies.up)),
        ("down", maybe_shortest(start, target, dependencies.down)),
    ]
    parts = [Part(direction=way, starts=(start,), edges=tuple(edges)) for way, edges in ways if edges is not None]
    return _graphed(catalog, dependencies, query, parts[:1], end)


def _dependencies(catalog: Catalog) -> Dependencies:
    catalog.check_environment()
    in_force = None if catalog.env is None else catalog.environments_in_force
    return Dependencies(catalog.all_cards(), in_force)


def _find(catalog: Catalog, dependencies: Dependencies, query: str) -> FullName:
    """The node that is asked about, broken or not: an override where there is one in that environment."""
    asked = asked_in(catalog, query)
    if asked.env and not dependencies.exists(asked.full_name):
        with suppress(CardError):
            catalog.maybe_resolve(asked)  # an environment that nobody knows is refused
    for name in (asked.full_name, FullName(asked.name)):
        if dependencies.exists(name):
            return dependencies.node_of(name) if asked.env is None else name
    if FullName(asked.name) in dependencies:
        return FullName(asked.name)
    return catalog.resolve(asked).card.full_name


def _graphed(
    catalog: Catalog, dependencies: Dependencies, query: str | None, parts: Sequence[Part], end: str | None = None
) -> Graphed:
    names = {name for part in parts for edge in part.edges for name in (edge.user, edge.used)}
    names |= {start for part in parts for start in part.starts}
    missing = frozenset(name for name in names if not dependencies.exists(name))
    revision, env = catalog.revision, catalog.env
    return Graphed(revision=revision, query=query, end=end, env=env, parts=tuple(parts), missing=missing)
