"""Which cards refer to which: bases, overrides and references, bare and in environments (CARD_SPEC 4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property

from assetcards.errors import NotFoundError
from assetcards.model.card import Card, base_writer
from assetcards.model.dependencies import Dependencies, Edge, describe_uses, edges_from, maybe_shortest
from assetcards.model.references import named_cards
from assetcards.model.work import Work
from assetcards.names import Asked, FullName, parse_card_name, suggest_names
from assetcards.reach import cycles_among, reached_from

MAX_QUESTIONS = 250_000
"""How many questions may have their own answers: cards, and cards in environments."""


class Graph:
    """Which cards refer to which.

    All cards count for who refers to a card. For what a card inherits in an environment, the first card of each full
    name counts: with two of them it cannot be resolved.

    >>> from assetcards import MemoryTree, open_catalog
    >>> tree = MemoryTree("mine", {"a.yaml": '''
    ... name: tiny
    ... ---
    ... {name: chat, base: tiny, tokenizer_ref: tok}
    ... ---
    ... {name: chat@lab, base: null}
    ... '''})
    >>> graph = open_catalog(tree, stores=[]).graph
    >>> sorted(graph.bases), sorted(graph.named), sorted(map(str, graph.with_dependents([FullName("tiny")])))
    (['tiny'], ['tiny', 'tok'], ['chat', 'chat@lab', 'tiny'])
    >>> {str(asked): graph.maybe_base(asked) for asked in graph.questions()}
    {'tiny@': None, 'chat@': 'tiny', 'chat@lab': None}
    >>> graph, graph.up("chat"), graph.down("tiny"), graph.path("chat@lab", "tiny")
    (<Graph of 2 cards and 1 overrides>, ['tiny', 'tok'], ['chat', 'chat@lab'], ['chat@lab', 'chat', 'tiny'])
    """

    def __init__(self, cards: Iterable[Card]) -> None:
        self._cards = tuple(cards)
        self._plain: dict[str, Card] = {}
        self._overrides: dict[str, dict[str, Card]] = {}
        for card in self._cards:
            among = self._overrides.setdefault(card.env, {}) if card.env else self._plain
            among.setdefault(card.name, card)

    def __repr__(self) -> str:
        return f"<Graph of {len(self._plain)} cards and {len(self._cards) - len(self._plain)} overrides>"

    # Questions of `catalog graph`, about all environments

    @cached_property
    def _dependencies(self) -> Dependencies:
        return Dependencies(self._cards)

    @property
    def edges(self) -> list[Edge]:
        """Which card uses which, by what; sorted."""
        return [edge for name in self._dependencies.nodes for edge in self._dependencies.up(name)]

    def up(self, name: str, depth: int | None = None) -> list[str]:
        """The full names of what a card uses, at most so many steps away, the nearest first. Raises NotFoundError."""
        steps = edges_from([self._known(name)], self._dependencies.up, depth)
        return list(dict.fromkeys(str(edge.used) for edge in steps))

    def down(self, name: str, depth: int | None = None) -> list[str]:
        """The full names of what uses a card, as `up`."""
        steps = edges_from([self._known(name)], self._dependencies.down, depth)
        return list(dict.fromkeys(str(edge.user) for edge in steps))

    def cycles(self) -> list[list[str]]:
        """The full names of cards that use each other, directly or not, or themselves: a list for each such circle."""

        def used(name: FullName) -> list[FullName]:
            return [edge.used for edge in self._dependencies.up(name)]

        def users(name: FullName) -> list[FullName]:
            return [edge.user for edge in self._dependencies.down(name)]

        return sorted(sorted(map(str, cycle)) for cycle in cycles_among(self._dependencies.nodes, used, users))

    def to_dict(self) -> dict[str, object]:
        """`nodes` and `edges`, as in the JSON of `catalog graph`."""
        nodes = self._dependencies.nodes
        return describe_uses(nodes, self.edges, {name for name in nodes if not self._dependencies.exists(name)})

    def path(self, start: str, end: str) -> list[str]:
        """The full names on the shortest way from a card to one that it uses, both included; empty if there is none."""
        way = maybe_shortest(self._known(start), self._known(end), self._dependencies.up)
        return [] if way is None else [str(self._known(start)), *(str(edge.used) for edge in way)]

    def _known(self, name: str) -> FullName:
        """A card, or a name that a card uses and nobody has."""
        full_name = parse_card_name(name)
        if full_name not in self._dependencies:
            raise NotFoundError("card", name, suggest_names(name, map(str, self._dependencies.nodes)))
        return full_name

    # Whether any card refers to a card

    @cached_property
    def bases(self) -> Set[str]:
        """The names that other cards have as base, in some environment or in all."""
        return {card.base for card in self._cards if card.base is not None and not card.names_itself}

    @property
    def named(self) -> Set[str]:
        """The names that cards have as base, or in a reference."""
        return self._users.keys()

    @cached_property
    def _users(self) -> Mapping[str, Set[FullName]]:
        users: defaultdict[str, set[FullName]] = defaultdict(set)
        for card in self._cards:
            for named in named_cards(card):
                users[named.asked.name].add(card.full_name)
        return dict(users)

    @cached_property
    def _overrides_by_name(self) -> Mapping[str, Set[FullName]]:
        found: defaultdict[str, set[FullName]] = defaultdict(set)
        for card in self._cards:
            if card.env:
                found[card.name].add(card.full_name)
        return dict(found)

    def with_dependents(self, names: Iterable[FullName]) -> set[FullName]:
        """The names, and those of all cards that depend on them, directly or not, through base, override or reference.

        A card that refers to a card depends on its overrides, too.
        """
        looked_at: set[str] = set()

        def dependents(name: FullName) -> Iterator[FullName]:
            if name.name not in looked_at:
                looked_at.add(name.name)
                yield from self._users.get(name.name, ())
            if not name.env:
                yield from self._overrides_by_name.get(name.name, ())

        return reached_from(names, dependents)

    def maybe_card(self, full_name: FullName) -> Card | None:
        """The first card of a full name."""
        return (self._overrides.get(full_name.env, {}) if full_name.env else self._plain).get(full_name.name)

    # What a card inherits in an environment

    def maybe_base(self, asked: Asked) -> str | None:
        """The name that a card has as base when it is asked for bare or in an environment."""
        override = self._overrides.get(asked.env or "", {}).get(asked.name)
        return base_writer(self._plain[asked.name], override).base

    def questions(self) -> Iterator[Asked]:
        """Everything that may have its own answer: every card, bare and in every environment that changes it.

        That is an environment in which it has an override, or inherits from a card that has one. Bases come before
        cards that inherit from them, bare cards before environments.
        """
        work = Work(MAX_QUESTIONS, "answers, of cards and of cards in environments", hint="split the catalog")
        work.add(len(self._plain))
        yield from self._in_order("", self._plain.keys())
        for env in sorted(self._overrides):
            changed = self._changed_in(env)
            work.add(len(changed))
            yield from self._in_order(env, changed)

    def _in_order(self, env: str, wanted: Set[str]) -> Iterator[Asked]:
        done: set[str] = set()
        for name in sorted(wanted):
            path: dict[str, None] = {}
            at: str | None = name
            while at is not None and at in wanted and at not in done and at not in path:
                path[at] = None
                at = self.maybe_base(Asked(at, env))
            done.update(path)
            yield from (Asked(each, env) for each in reversed(path))

    def _changed_in(self, env: str) -> Set[str]:
        """The names that have an override, and all that inherit from them with these overrides applied.

        A card that an override gives another base has that override, so it is among the first.
        """

        def inheriting(name: str) -> Iterator[str]:
            return (child for child in self._children.get(name, ()) if self.maybe_base(Asked(child, env)) == name)

        return reached_from((name for name in self._overrides[env] if name in self._plain), inheriting)

    @cached_property
    def _children(self) -> Mapping[str, Sequence[str]]:
        """From each name to the cards that have it as base, without overrides."""
        children: defaultdict[str, list[str]] = defaultdict(list)
        for name, card in self._plain.items():
            if card.base is not None:
                children[card.base].append(name)
        return dict(children)

    def answered_by(self, cards: Iterable[FullName]) -> set[Asked]:
        """The questions whose answers one of these cards, which need not exist, is part of."""
        cards = set(cards)
        questions = set(self.questions())
        heirs: defaultdict[Asked, list[Asked]] = defaultdict(list)
        for asked in questions:
            base = self.maybe_base(asked)
            if base is not None:
                inherited = Asked(base, asked.env)
                heirs[inherited if inherited in questions else Asked(base, "")].append(asked)
        first = (asked for asked in questions if FullName(asked.name) in cards)
        return reached_from([*first, *(Asked(*card) for card in cards)], heirs.__getitem__) & questions
