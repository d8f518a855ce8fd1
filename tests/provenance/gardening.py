"""Makes up long histories of cards that always resolve: values edited, files renamed, reformatted, branches merged."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from random import Random

from tests.provenance.histories import Snapshot

Card = dict[str, object]

FIELDS = ("checkpoint", "license", "model_arch", "note", "odd key.")
CONFIG = (("dim",), ("rope", "theta"), ("rope", "scale"), ("layers", "count"), ("layers", "norm", "eps"), ("a b",))
FOLDERS = ("models", "models/old", "models/@lab", "tokenizers")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFile:
    """A file under change: where it is, its cards, and the form in which they are written."""

    path: str
    cards: tuple[Card, ...]
    indent: int = 2
    quoted: bool = False
    spaced: bool = False

    def text(self) -> str:
        """The file as it is committed."""
        between = "\n" if self.spaced else ""
        return "---\n".join(between.join(self._lines(card, "")) for card in self.cards)

    def _lines(self, mapping: Mapping[str, object], margin: str) -> Iterator[str]:
        for key, value in mapping.items():
            begin = f"{margin}{self._scalar(key)}:"
            if isinstance(value, dict):
                yield f"{begin}\n" + "".join(self._lines(value, margin + " " * self.indent))
            elif isinstance(value, list):
                yield f"{begin}\n" + "".join(f"{margin}- {self._scalar(item)}\n" for item in value)
            else:
                yield f"{begin} {self._scalar(value)}\n"

    def _scalar(self, value: object) -> str:
        return str(value) if isinstance(value, str) and not self.quoted else json.dumps(value)


State = dict[int, CardFile]
"""The files by a number that they keep when they are renamed."""


class Garden:
    """A catalog that grows a commit at a time: `snapshots`, and which of them changed the form of files alone."""

    def __init__(self, seed: int, commits: int) -> None:
        self.snapshots: list[Snapshot] = []
        self.reformatted: list[int] = []
        self._random = Random(seed)
        self._numbers = count()
        self._overridden: set[str] = set()
        self._grow(commits)

    def _grow(self, commits: int) -> None:
        """Commit on the main line, and on side lines that change two files each and are merged after a while."""
        main: State = {number: CardFile(path=f"models/f{number}.yaml", cards=()) for number in range(6)}
        for number in (*main, *main):
            main = self._add_card(main, number)
        tip = side_tip = self._commit(main)
        side: State = {}
        began: State = {}
        while len(self.snapshots) < commits - 1:
            chance = self._random.random()
            if side and chance < 0.1:
                main |= side
                tip = self._commit(main, tip, side_tip)
                side = {}
            elif side and chance < 0.4:
                side = self._edit(side)
                side_tip = self._commit(began | side, side_tip)
            elif chance < 0.5 and not side:
                side = {number: main[number] for number in self._random.sample(sorted(main), 2)}
                side_tip, began = tip, main
            else:
                main |= self._edit({number: file for number, file in main.items() if number not in side})
                tip = self._commit(main, tip)
        self._commit(main | side, *([tip, side_tip] if side else [tip]))

    def _commit(self, state: State, *parents: int) -> int:
        files = {file.path: file.text() for file in state.values()}
        self.snapshots.append(Snapshot(files={"catalog.toml": "", **files}, parents=parents))
        return len(self.snapshots) - 1

    def _edit(self, state: State) -> State:
        """Change one thing, or the form of all files at once."""
        edits = (self._set_value, self._set_value, self._set_list, self._set_config, self._set_config, self._drop)
        others = (self._rename, self._reformat, self._add_card, self._add_override, self._move_card)
        edit = self._random.choice((*edits, *others))
        number = self._random.choice([number for number in state if state[number].cards])
        if self._random.random() < 0.03:
            self.reformatted.append(len(self.snapshots))
            return {number: self._reformatted(file) for number, file in state.items()}
        return edit(dict(state), number)

    def _with_card(self, state: State, number: int, change: Callable[[Card], Card]) -> State:
        cards = list(state[number].cards)
        at = self._random.randrange(len(cards))
        cards[at] = change(dict(cards[at]))
        return state | {number: replace(state[number], cards=tuple(cards))}

    def _set_value(self, state: State, number: int) -> State:
        key, value = self._random.choice(FIELDS), f"v{next(self._numbers)}"
        return self._with_card(state, number, lambda card: {**card, key: value})

    def _set_list(self, state: State, number: int) -> State:
        words = [f"w{self._random.randrange(9)}" for _ in range(self._random.randint(1, 5))]
        return self._with_card(state, number, lambda card: {**card, "langs": words})

    def _set_config(self, state: State, number: int) -> State:
        path, value = self._random.choice(CONFIG), self._random.randrange(1000)
        return self._with_card(
            state, number, lambda card: {**card, "model_config": _put(card.get("model_config"), path, value)}
        )

    def _drop(self, state: State, number: int) -> State:
        key = self._random.choice((*FIELDS, "langs"))
        return self._with_card(state, number, lambda card: {name: v for name, v in card.items() if name != key})

    def _rename(self, state: State, number: int) -> State:
        path = f"{self._random.choice(FOLDERS)}/f{number}_{next(self._numbers)}.yaml"
        return self._set_value(state | {number: replace(state[number], path=path)}, number)

    def _reformat(self, state: State, number: int) -> State:
        self.reformatted.append(len(self.snapshots))
        return state | {number: self._reformatted(state[number])}

    def _reformatted(self, file: CardFile) -> CardFile:
        choice = self._random.choice
        return replace(file, indent=choice((2, 4)), quoted=choice((False, True)), spaced=choice((False, True)))

    def _add_card(self, state: State, number: int) -> State:
        """Add a card that inherits from one of its own file, which is always there when this one is."""
        names = [card["name"] for card in state[number].cards if "@" not in str(card["name"])]
        base = {"base": self._random.choice(names)} if names else {}
        card = {"name": f"c{next(self._numbers)}", **base, "model_family": "llama", "note": "new"}
        return state | {number: replace(state[number], cards=(*state[number].cards, card))}

    def _add_override(self, state: State, number: int) -> State:
        plain = [str(card["name"]) for card in state[number].cards if "@" not in str(card["name"])]
        free = [name for name in plain if name not in self._overridden]
        if not free:
            return self._set_value(state, number)
        name = self._random.choice(free)
        self._overridden.add(name)  # for good: a card that another line has must not be written twice
        card: Card = {"name": f"{name}@lab", "checkpoint": f"v{next(self._numbers)}"}
        return state | {number: replace(state[number], cards=(*state[number].cards, card))}

    def _move_card(self, state: State, number: int) -> State:
        """Move the last card of a file to another one, without any change."""
        *rest, last = state[number].cards
        other = self._random.choice(sorted(state))
        if other == number or not rest:
            return self._set_value(state, number)
        target = replace(state[other], cards=(*state[other].cards, last))
        return state | {number: replace(state[number], cards=tuple(rest)), other: target}


def _put(config: object, path: tuple[str, ...], value: object) -> dict[str, object]:
    below = dict(config) if isinstance(config, dict) else {}
    key, *rest = path
    return {**below, key: _put(below.get(key), tuple(rest), value) if rest else value}
