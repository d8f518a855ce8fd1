"""The names of cards: syntax, parsing and matching (CARD_SPEC 3).

Tuples rather than dataclasses, because every start pays for making the classes: a frozen dataclass takes seven times
as long as a named tuple (bench/startup.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assetcards.errors import MAX_SHOWN, InvalidNameError, shorten

USER_ENVIRONMENT = "user"
"""The environment of personal overrides; always known, and tried before the current one."""


class FullName(NamedTuple):
    """The full name of a card: `name@` for a plain card (`env` empty), `name@env` for an override.

    >>> FullName("m", "lab"), str(FullName("m"))
    (FullName(name='m', env='lab'), 'm')
    """

    name: str
    env: str = ""

    def __str__(self) -> str:
        return f"{self.name}@{self.env}" if self.env else self.name


def parse_card_name(text: str) -> FullName:
    """Read a name as a card writes it; `x@` is the plain card `x`.

    Raises InvalidNameError when the name is empty or has more than one `@`.

    >>> parse_card_name(" padded @ lab ")
    FullName(name='padded', env='lab')
    """
    name, env = _split(text)
    return FullName(name, env or "")


class Asked(NamedTuple):
    """A card asked for in an environment: `env` is None for "those in force", empty for "none".

    >>> [str(Asked("m", env)) for env in (None, "", "lab")]
    ['m', 'm@', 'm@lab']
    """

    name: str
    env: str | None = None

    def __str__(self) -> str:
        return self.name if self.env is None else f"{self.name}@{self.env}"

    @property
    def full_name(self) -> FullName:
        """The full name of the first card of the answer: of the override, or of the plain card."""
        return FullName(self.name, self.env or "")

    def environments(self, in_force: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The environments that are tried for it, in order; `in_force` when it names none."""
        if self.env is None:
            return in_force
        return (self.env,) if self.env else ()


def parse_asked(text: str) -> Asked:
    """Read what a user asks for: `name`, `name@env`, or `name@` for the plain card alone.

    Raises InvalidNameError as `parse_card_name` does.

    >>> parse_asked("m"), parse_asked("m@")
    (Asked(name='m', env=None), Asked(name='m', env=''))
    """
    return Asked(*_split(text))


def _split(text: str) -> tuple[str, str | None]:
    if not isinstance(text, str):  # as in `catalog[0]`
        raise InvalidNameError(repr(text), f"{shorten(repr(text))} is no name, but of type {type(text).__name__}")
    name, at, env = text.partition("@")
    shown = repr(shorten(text))
    if "@" in env:
        raise InvalidNameError(text, f"{shown} has more than one '@'")
    if not name.strip():
        raise InvalidNameError(text, f"{shown} has no name" if text.strip() else f"{shown} is empty")
    return name.strip(), env.strip() if at else None


def render_name(name: str) -> str:
    """A name for messages: in quotes, with the code point of a character that may look like an ASCII one.

    >>> render_name("tiny"), render_name("tin\u0443")
    ("'tiny'", "'tin\u0443' (U+0443)")
    """
    odd = next((character for character in name if character.isprintable() and not character.isascii()), None)
    return repr(name) if odd is None else f"{name!r} (U+{ord(odd):04X})"


def fold_name(text: str) -> str:
    """A string without what file systems and people ignore: case, and the Unicode form of its characters.

    >>> fold_name("Cafe\u0301") == fold_name("CAF\u00c9")
    True
    """
    import unicodedata

    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def one_edit_apart(first: str, second: str) -> bool:
    """Whether adding, removing or replacing one character, or swapping two neighbors, turns one string into the other.

    >>> [one_edit_apart("cluster", other) for other in ("clusters", "clutser", "bluster", "cluster", "clstrs")]
    [True, True, True, False, False]
    """
    if first == second or abs(len(first) - len(second)) > 1:
        return False
    shorter, longer = sorted((first, second), key=len)
    at = next((i for i, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    if len(shorter) < len(longer):
        return shorter[at:] == longer[at + 1 :]
    swapped = shorter[at : at + 2] == longer[at : at + 2][::-1] and shorter[at + 2 :] == longer[at + 2 :]
    return swapped or shorter[at + 1 :] == longer[at + 1 :]


def suggest_names(wanted: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """The known names closest to the wanted one, best first.

    >>> suggest_names("tiny_chta", ["tiny_chat", "tiny_code", "poems"], limit=1)
    ['tiny_chat']
    """
    by_lower: dict[str, str] = {}
    for name in sorted(set(known)):
        if len(name) <= MAX_SHOWN:
            by_lower.setdefault(name.lower(), name)
    if len(wanted) > MAX_SHOWN:
        return []
    return [by_lower[name] for name in _closest(wanted.lower(), by_lower, limit)]


_LIKENESS = 0.6
"""How much of two strings is the same, at least, for one to be suggested for the other."""


def _closest(wanted: str, known: Iterable[str], limit: int) -> list[str]:
    """What `difflib.get_close_matches` gives, which compares all strings: here those that may be closest are first.

    Two strings are no more alike than the characters are that both have, and those are quick to count.
    """
    from difflib import SequenceMatcher

    letters = wanted.encode("utf-8", "surrogatepass")
    may_be = [(_likeness(wanted, other, _most_shared(letters, other)), other) for other in known]
    matcher = SequenceMatcher(b=wanted)
    best: list[tuple[float, str]] = []
    least = _LIKENESS
    for most, other in sorted((pair for pair in may_be if pair[0] >= _LIKENESS), reverse=True):
        if most < least:
            break
        matcher.set_seq1(other)
        if matcher.quick_ratio() >= least and (likeness := matcher.ratio()) >= least:
            best = sorted([*best, (likeness, other)], reverse=True)[:limit]
            least = best[-1][0] if len(best) == limit else _LIKENESS
    return [other for _, other in best]


def _most_shared(letters: bytes, other: str) -> int:
    """At most how many characters of a string are among some letters: each has a byte that is, or more."""
    written = other.encode("utf-8", "surrogatepass")
    return len(written) - len(written.translate(None, letters))


def _likeness(wanted: str, other: str, shared: int) -> float:
    """How alike two strings are at most that share so many characters, as difflib counts it."""
    total = len(wanted) + len(other)
    return 2.0 * min(shared, len(wanted), len(other)) / total if total else 1.0


MAX_COMPARED = 400_000
"""How many characters are compared for the suggestions of one `Suggestions`: two seconds when all names are alike."""


class Suggestions:
    """The known names closest to unknown ones; none once all look-ups together exceed a bound.

    So thousands of wrong names do not take forever.

    >>> Suggestions(["tiny", "poems"]).closest("tny")
    ['tiny']
    """

    def __init__(self, known: Sequence[str]) -> None:
        self._known = known
        self._characters = sum(map(len, known))
        self._closest: dict[str, list[str]] = {}

    def closest(self, wanted: str) -> list[str]:
        """The names closest to one that is not known, best first."""
        if wanted not in self._closest:
            spent = len(self._closest) * self._characters > MAX_COMPARED
            self._closest[wanted] = [] if spent else suggest_names(wanted, self._known)
        return self._closest[wanted]
