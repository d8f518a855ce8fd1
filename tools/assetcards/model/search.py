"""Finding cards by words: in names, families, descriptions, owners, licenses, addresses and keys of configs.

Each word or emoji of a question has to be found, as it is, as the beginning of one, or with one typo; where no card has
all, those that have most of them are found. A word counts for more in a name than in a description, and more if few
cards have it.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from unicodedata import normalize

from assetcards.model.attributes import attribute_names
from assetcards.model.hub import locate_hub
from assetcards.model.questions import without_kind
from assetcards.model.resolved import ResolvedCard
from assetcards.names import one_edit_apart
from assetcards.nodes import Value

_WORD = re.compile(r"[^\W_]+|[\u2600-\u27bf\U0001f000-\U0001faff]")
"""A word, or a picture such as an emoji."""
_PART = re.compile(r"\d+|[^\W\d_]+")
_HUB_PAGE = re.compile(r"(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/(?=[^/]+/[^/])")
_PREFIX = re.compile(r"([A-Za-z][\w.]*):(?!//)(.+)")

_WEIGHTS = {
    "name": 12.0,
    "family": 5.0,
    "model_arch": 4.0,
    "address": 4.0,
    "description": 4.0,
    "license": 3.0,
    "owners": 4.0,
    "kinds": 2.0,
    "chain": 3.0,
    "keys": 1.0,
}
EXACT, BEGINNING, TYPO = 1.0, 0.6, 0.4
SHORTEST_BEGINNING, SHORTEST_WITH_TYPO = 2, 4
WHOLE_NAME, PART_OF_NAME, WHOLE_ADDRESS = 50.0, 12.0, 40.0
"""What is added where the question is the name of the card, or is in it, or is what an address ends in."""


class Question(NamedTuple):
    """Words, and the fields that are asked for by name: `family:llama`."""

    words: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]


NO_QUESTION = Question((), ())


def parse_question(text: str) -> Question:
    """The words of a question, and the fields.

    >>> parse_question("family:small  14b Org/Tiny-8B hg://org/x https://huggingface.co/org/y/tree/main")
    Question(words=('14b', 'org/tiny-8b', 'hg://org/x', 'org/y'), fields=(('family', 'small'),))
    """
    words, fields = [], []
    for word in normalize("NFKC", text).split():
        name = without_kind(word)
        page = _HUB_PAGE.match(word)
        match = _PREFIX.fullmatch(word) if name == word else None
        if match is not None:
            fields.append((match[1], match[2]))
        elif page is not None:
            words.append(locate_hub(word[page.end() :])[0].casefold())
        elif _WORD.search(word):
            words.append((word if name == word else name.partition("@")[0]).casefold())
    return Question(tuple(words), tuple(fields))


class SearchIndex:
    """The words of some cards, and where each card has them.

    >>> from assetcards import MemoryTree, open_catalog
    >>> tree = MemoryTree(cards=[
    ...     {"name": "tiny_chat", "description": "Tuned for dialogue."},
    ...     {"name": "tiny", "checkpoint": "hg://org/tiny-7b"},
    ... ])
    >>> index = SearchIndex(open_catalog(tree, stores=[]))
    >>> questions = ("tiny", "dialogue tiny", "org/tiny-7b", "dialoge")
    >>> [[card.name for card in index.search(text.split())] for text in questions]
    [['tiny', 'tiny_chat'], ['tiny_chat'], ['tiny'], ['tiny_chat']]
    """

    def __init__(self, cards: Iterable[ResolvedCard]) -> None:
        self._cards = list(cards)
        self._found: defaultdict[str, dict[int, float]] = defaultdict(dict)
        self._names = [_squashed(card.name) for card in self._cards]
        self._name_words = [max(1, len(_words(card.name))) for card in self._cards]
        self._addresses = [list(_addresses(card)) for card in self._cards]
        for number, card in enumerate(self._cards):
            for field, text in _texts(card):
                for word in _words(text):
                    weights = self._found[word]
                    weights[number] = max(weights.get(number, 0.0), _WEIGHTS[field])

    def search(self, words: Sequence[str]) -> list[ResolvedCard]:
        """The cards that have the words of a question, the best first; those that have all, or else most of them."""
        if not words:
            return list(self._cards)
        found = [self._matches(word) for word in words]
        counts: defaultdict[int, int] = defaultdict(int)
        scores: defaultdict[int, float] = defaultdict(float)
        for matches in found:
            for number, score in matches.items():
                counts[number] += 1
                scores[number] += score
        whole = "".join(map(_squashed, words))
        for number, name in enumerate(self._names):
            if whole and whole in name and (whole == name or number in counts):
                counts[number] = len(words)
                scores[number] += WHOLE_NAME if whole == name else PART_OF_NAME
        most = max(counts.values(), default=0)
        least = most if most == len(words) else min(most, len(words) // 2 + 1)
        best = [number for number, count in counts.items() if count >= least]
        order = sorted(best, key=lambda each: (-counts[each], -self._rank(each, scores[each]), self._cards[each].name))
        return [self._cards[number] for number in order]

    def _rank(self, number: int, score: float) -> float:
        """Of two cards with the same words, the one with the shorter name is meant."""
        return score - 0.5 * self._name_words[number]

    def _matches(self, word: str) -> Mapping[int, float]:
        """How well each card has a word: whole, or as its parts together."""
        best: dict[int, float] = {}
        if "/" in word:
            for number, addresses in enumerate(self._addresses):
                found = [is_own for address, is_own in addresses if _ends_in(address, word)]
                if found:
                    best[number] = WHOLE_ADDRESS if any(found) else WHOLE_ADDRESS / 2
        parts = _split(word)
        _take_best(best, self._of_word(_squashed(word)))
        if len(parts) > 1:
            each = [self._of_word(part) for part in parts]
            shared = set(each[0]).intersection(*each[1:])
            _take_best(best, {number: sum(of[number] for of in each) / len(each) for number in shared})
        return best

    def _of_word(self, word: str) -> Mapping[int, float]:
        best: dict[int, float] = {}
        for known, quality in self._known_like(word):
            rarity = math.log(1 + len(self._cards) / len(self._found[known]))
            _take_best(best, {n: quality * rarity * weight for n, weight in self._found[known].items()})
        return best

    def _known_like(self, word: str) -> Iterator[tuple[str, float]]:
        is_number = word.isdigit()
        exact = word in self._found
        if exact:
            yield word, EXACT
        for known in self._found:
            if known == word or is_number:
                continue
            if len(word) >= SHORTEST_BEGINNING and known.startswith(word):
                yield known, BEGINNING
            elif not exact and len(word) >= SHORTEST_WITH_TYPO and one_edit_apart(word, known):
                yield known, TYPO


def _take_best(best: dict[int, float], found: Mapping[int, float]) -> None:
    for number, score in found.items():
        if score > best.get(number, 0.0):
            best[number] = score


def _texts(card: ResolvedCard) -> Iterator[tuple[str, str]]:
    """What is said in each field that is searched."""
    yield "name", card.name
    for field in ("model_arch", "license", "owners"):
        found = card.maybe_field(field)
        yield from ((field, text) for text in _strings(found.value if found is not None else None))
    for family in card.families().values():
        yield from (("family", text) for text in _strings(family))
    description = card.maybe_field("description")
    if description is not None and description.card.name == card.name:
        yield from (("description", text) for text in _strings(description.value))
    yield from (("kinds", kind) for kind in card.kinds)
    yield from (("chain", name) for name in card.chain[1:])
    yield from (("address", address) for address, _ in _addresses(card))
    for part in card.cards:
        yield from (("keys", name) for name in attribute_names(part, leaves=True) if "." in name)


def _strings(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (each for each in value if isinstance(each, str))


def _addresses(card: ResolvedCard) -> Iterator[tuple[str, bool]]:
    """The addresses of a card, each with whether the card writes it itself."""
    url = card.maybe_field("url")
    for name, address in card.uris.items():
        yield address.casefold(), card.field(name).card.name == card.name
    if url is not None:
        yield from ((text.casefold(), url.card.name == card.name) for text in _strings(url.value))


def _words(text: str) -> set[str]:
    """The words of a string, whole and in their parts: `tiny3` is `tiny` and `3`, too."""
    words = {word.casefold() for word in _WORD.findall(normalize("NFKC", text))}
    return words | {part for word in words for part in _PART.findall(word)}


def _split(word: str) -> Sequence[str]:
    return [each.casefold() for each in _WORD.findall(word)]


def _squashed(word: str) -> str:
    return "".join(_split(word))


def _ends_in(address: str, word: str) -> bool:
    return re.search(rf"(?:^|/){re.escape(word.rstrip('/'))}(?:$|[/@#?])", address) is not None
