"""Which card uses which, edge by edge, and the ways along these edges: for whoever asks what builds on what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from assetcards.model.card import Card
from assetcards.model.references import Reference, card_references, maybe_base_reference
from assetcards.model.work import Work
from assetcards.names import FullName
from assetcards.reach import reached_from

MAX_EDGES = 500_000
"""How many edges one answer may have."""

OVERRIDE = "override"
"""What an override uses its plain card as."""


class Edge(NamedTuple):
    """That a card uses another one, as `base`, in a reference, or as the card that it overrides."""

    user: FullName
    by: str
    used: FullName

    def end(self, start: FullName) -> FullName:
        """The other end."""
        return self.used if start == self.user else self.user


def describe_uses(nodes: Iterable[FullName], edges: Iterable[Edge], missing: Container[FullName]) -> dict[str, object]:
    """Nodes and edges as a document for programs."""
    names = {name: str(name) for name in nodes}  # each once: a catalog has many more edges
    return {
        "nodes": [{"name": shown, "exists": name not in missing} for name, shown in names.items()],
        "edges": [{"user": names[edge.user], "by": edge.by, "used": names[edge.used]} for edge in edges],
    }


Step = Callable[[FullName], Sequence[Edge]]
"""The edges that lead on from a card, in one direction."""


class Dependencies:
    """Who uses whom among cards, in all environments at once or in those in force.

    In all of them, overrides are cards of their own, and what uses a card uses its overrides, too. With environments in
    force, a card and its override there are one, and those of other environments are left out.

    >>> from assetcards import MemoryTree, open_catalog
    >>> tree = MemoryTree(cards=[{"name": "tiny"}, {"name": "tiny@lab"}, {"name": "chat", "base": "tiny"}])
    >>> cards = list(open_catalog(tree, stores=[]).all_cards())
    >>> everywhere, at_lab = Dependencies(cards), Dependencies(cards, in_force=["lab"])
    >>> [f"{edge.user} {edge.by} {edge.used}" for edge in everywhere.down(FullName("tiny"))]
    ['chat base tiny', 'tiny@lab override tiny']
    >>> [str(edge.used) for edge in everywhere.up(FullName("chat"))], at_lab.up(FullName("chat"))[0].used
    (['tiny', 'tiny@lab'], FullName(name='tiny', env='lab'))
    """

    def __init__(self, cards: Iterable[Card], in_force: Sequence[str] | None = None) -> None:
        self._in_force = in_force
        self._cards: dict[FullName, Card] = {}
        self._environments: defaultdict[str, list[str]] = defaultdict(list)
        for card in cards:
            if self._cards.setdefault(card.full_name, card) is card and card.env:
                self._environments[card.name].append(card.env)
        users: defaultdict[str, list[tuple[FullName, Reference]]] = defaultdict(list)

        def used_by(node: FullName) -> Iterator[FullName]:
            for named in self._named(node):
                users[named.asked.name].append((node, named))
                yield from self._used(named)
            yield from self._overridden(node)

        self._known = reached_from(map(self.node_of, self._cards), used_by)
        self._users = dict(users)
        self.nodes = tuple(sorted(self._known, key=str))
        """All cards, and the names that cards use and nobody has."""

    def __contains__(self, name: object) -> bool:
        """Whether it is one of the nodes."""
        return name in self._known

    def exists(self, name: FullName) -> bool:
        """Whether there is such a card: others may name one that is not there."""
        return name in self._cards

    def node_of(self, name: FullName) -> FullName:
        """The card that is meant by a name: with environments in force, the first override there."""
        if self._in_force is None:
            return name
        env = next((env for env in self._in_force if FullName(name.name, env) in self._cards), "")
        return FullName(name.name, env)

    def _named(self, node: FullName) -> Iterable[Reference]:
        """What a card names; with environments in force, also what its override leaves of what the plain card names."""
        card, plain = self._cards.get(node), self._cards.get(FullName(node.name))
        found = {named.field: named for named in _written(card)} if card is not None else {}
        if self._in_force is not None and card is not None and plain is not None:
            replaced = card.fields.keys() - ({"base"} if card.names_itself else set())
            found |= {named.field: named for named in _written(plain) if named.field not in replaced}
        return found.values()

    def _used(self, named: Reference) -> Sequence[FullName]:
        """The cards that a name leads to: with its overrides where no environment is said."""
        name, env = named.asked
        if env is not None:
            full = FullName(name, env)
            return [full if full in self._cards else FullName(name)]
        if self._in_force is not None:
            return [self.node_of(FullName(name))]
        return [FullName(name), *(FullName(name, each) for each in self._environments.get(name, ()))]

    def _leads_to(self, named: Reference, node: FullName) -> bool:
        """Whether a card is among those that its name leads to; a name has many users and many overrides."""
        if named.asked.env is None and self._in_force is None:
            return True
        return node in self._used(named)

    def _overridden(self, node: FullName) -> Sequence[FullName]:
        """The plain card of an override, where the two are not one."""
        return [FullName(node.name)] if self._in_force is None and node.env else []

    def up(self, name: FullName) -> Sequence[Edge]:
        """What a card uses."""
        found = [Edge(name, named.field, used) for named in self._named(name) for used in self._used(named)]
        found += [Edge(name, OVERRIDE, plain) for plain in self._overridden(name)]
        return sorted(found, key=lambda edge: (str(edge.used), edge.by))

    def down(self, name: FullName) -> Sequence[Edge]:
        """What uses a card."""
        users = self._users.get(name.name, ())
        found = [Edge(user, named.field, name) for user, named in users if self._leads_to(named, name)]
        if self._in_force is None and not name.env:
            overrides = self._environments.get(name.name, ())
            found += [Edge(FullName(name.name, env), OVERRIDE, name) for env in overrides]
        return sorted(found, key=lambda edge: (str(edge.user), edge.by))


def _written(card: Card) -> Iterator[Reference]:
    """What a card names itself: not what an override has as base if that is its plain card, which it overrides anyway.

    A plain card that is its own base is the shortest of cycles.
    """
    base = maybe_base_reference(card)
    if base is not None and not (card.env and card.names_itself):
        yield base
    yield from card_references(card)


def edges_from(starts: Iterable[FullName], step: Step, depth: int | None = None) -> Iterator[Edge]:
    """The edges that are reached from some cards, nearest first, at most so many steps away."""
    work = Work(MAX_EDGES, "edges of the graph", hint="ask for fewer with --depth, or for one card")
    seen = dict.fromkeys(starts)
    level, distance = list(seen), 0
    while level and (depth is None or distance < depth):
        found: dict[FullName, None] = {}
        for node in level:
            edges = step(node)
            work.add(len(edges))
            yield from edges
            found |= dict.fromkeys(end for edge in edges if (end := edge.end(node)) not in seen)
        seen |= found
        level, distance = list(found), distance + 1


def maybe_shortest(start: FullName, end: FullName, step: Step) -> Sequence[Edge] | None:
    """The fewest edges that lead from one card to another; None if none do."""
    came_by: dict[FullName, tuple[FullName, Edge] | None] = {start: None}
    level = [start]
    while level and end not in came_by:
        found: list[FullName] = []
        for node in level:
            for edge in step(node):
                if edge.end(node) not in came_by:
                    came_by[edge.end(node)] = node, edge
                    found.append(edge.end(node))
        level = found
    if end not in came_by:
        return None
    path: list[Edge] = []
    at = came_by[end]
    while at is not None:
        path.append(at[1])
        at = came_by[at[0]]
    return path[::-1]
