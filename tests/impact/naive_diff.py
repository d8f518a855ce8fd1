"""A second comparison of two catalogs: every question asked of the second model, on both sides. Slow and plain.

It shares no code with the library. The rules that it writes down once more:

- A question is a card bare, or in an environment that has an override of the card or of what it inherits from there.
- A card says its fields and its merged configs; `description` and `deprecated` only where it writes them itself; a
  relative path says also what it names.
- The cause of a change: put the edited cards that the new answer is made of into their new text, the nearest first;
  the first that changes the value is it. New plain cards are there from the start.
- A card that went, whose name stands in one that cannot be read (`a@lab@edge`), is broken, and that is its own doing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from posixpath import normpath
from urllib.parse import unquote

from tests.model.naive import Resolved, Source, ask, read_name
from tests.model.patches import Patch

Name = tuple[str, str]
"""A card's name and environment; a question is written alike."""
Says = dict[str, str]
"""From the dotted name of each leaf to its value as text, in which types differ."""
Cards = dict[Name, list[Source]]

CONFIGS = {
    f"{kind}_{spelling}"
    for kind in ("model", "dataset", "tokenizer")
    for spelling in ("config", "config_override", "config_overrides")
}


LOST = "lost"
"""The kind of error of a card that is not there, though its name may stand in one that nobody can read."""


@dataclass(slots=True)
class NaiveDiff:
    """All differences; `changed` has the old value, the new value and the cause of each leaf."""

    added: set[Name] = field(default_factory=set)
    removed: set[Name] = field(default_factory=set)
    renamed: dict[Name, str] = field(default_factory=dict)
    changed: dict[Name, dict[str, tuple[str | None, str | None, Name]]] = field(default_factory=dict)
    broken: dict[Name, Name] = field(default_factory=dict)
    fixed: dict[Name, Name] = field(default_factory=dict)


def naive_diff(old: Sequence[Source], new: Sequence[Source]) -> NaiveDiff:
    """Compare every answer of two catalogs."""
    before, after = by_name(old), by_name(new)
    diff = NaiveDiff()
    went: dict[str, dict[str, Says | str]] = {}
    came: dict[str, dict[str, Says | str]] = {}
    for asked in sorted(set(questions(before)) | set(questions(after))):
        was, now = says_or_lost(before, old, asked), says_or_lost(after, new, asked)
        if was is None and isinstance(now, dict):
            diff.added.add(asked)
        elif was is not None and now is None:
            diff.removed.add(asked)
        elif isinstance(was, dict) and isinstance(now, dict):
            leaves = {leaf: (was.get(leaf), now.get(leaf)) for leaf in was | now if was.get(leaf) != now.get(leaf)}
            if leaves:
                diff.changed[asked] = {
                    leaf: (*values, cause(before, after, asked, leaf)) for leaf, values in leaves.items()
                }
        elif isinstance(now, str) and not isinstance(was, str):
            diff.broken[asked] = (asked[0], "") if now == LOST else turning_point(before, after, asked, str)
        elif isinstance(was, str) and isinstance(now, dict):
            diff.fixed[asked] = (asked[0], "") if was == LOST else turning_point(before, after, asked, dict)
        if was is None and now is not None:
            came.setdefault(asked[0], {})[asked[1]] = now
        elif was is not None and now is None:
            went.setdefault(asked[0], {})[asked[1]] = was
    find_renamed(diff, went, came)
    return diff


def find_renamed(
    diff: NaiveDiff, went: Mapping[str, dict[str, Says | str]], came: Mapping[str, dict[str, Says | str]]
) -> None:
    """Take out of what was added and removed the pairs that nobody can mistake."""
    for old_name, answers in went.items():
        if any(isinstance(answer, str) or not answer for answer in answers.values()):
            continue
        twins = [name for name, others in went.items() if others == answers]
        heirs = [name for name, others in came.items() if others == answers]
        if len(twins) == len(heirs) == 1:
            for env in answers:
                diff.renamed[heirs[0], env] = old_name
                diff.added.discard((heirs[0], env))
                diff.removed.discard((old_name, env))


def by_name(sources: Sequence[Source]) -> Cards:
    """The cards by name and environment, in the order of files."""
    cards: Cards = {}
    for source in sorted(sources, key=lambda source: source.path):
        name = read_name(source.card.get("name"))
        if name is not None:
            cards.setdefault(name, []).append(source)
    return cards


def questions(cards: Cards) -> Iterator[Name]:
    """Each plain card bare, and in each environment that touches it."""
    for name, env in cards:
        if not env:
            yield name, ""
            yield from ((name, other) for other in {e for _, e in cards if e} if is_touched(cards, name, other))


def is_touched(cards: Cards, name: str, env: str) -> bool:
    """Whether a card, or one that it inherits from in an environment, has an override there."""
    return any((each, env) in cards for each in climb(cards, name, env))


def climb(cards: Cards, name: str, env: str) -> list[str]:
    """The names that a card inherits from in an environment, itself first, as far as they lead."""
    names: list[str] = []
    at: str | None = name
    while at is not None and at not in names and (at, "") in cards:
        names.append(at)
        plain, override = cards[at, ""][0], cards.get((at, env), [None])[0] if env else None
        above = override.card if override else {}
        base = base_of(above) if "base" in above and base_of(above) != at else base_of(plain.card)
        at = base
    return names


def base_of(card: Mapping[str, object]) -> str | None:
    """The base that a card writes, unless it is malformed."""
    base = card.get("base")
    return base.strip() or None if isinstance(base, str) and "@" not in base else None


def says(cards: Cards, asked: Name) -> Says | str | None:
    """What a question gives: all that the card says, the kind of error, or None for no card."""
    name, env = asked
    if (name, "") not in cards:
        return None
    sources = [source for namesakes in cards.values() for source in namesakes]
    answer = ask(sources, f"{name}@{env}", known=[env])
    return answer if isinstance(answer, str) else content(answer, written_by_itself(cards, name, env))


def says_or_lost(cards: Cards, sources: Sequence[Source], asked: Name) -> Says | str | None:
    """What a question gives; a card that is not there may be one whose name nobody can read (`a@lab@edge`)."""
    answer = says(cards, asked)
    names = [source.card.get("name") for source in sources]
    unreadable = [name.split("@") for name in names if isinstance(name, str) and name.count("@") > 1]
    is_lost = answer is None and asked[0] in [parts[0].strip() for parts in unreadable]
    return LOST if is_lost else answer


def written_by_itself(cards: Cards, name: str, env: str) -> set[str]:
    """The fields that a card writes, as a plain card or in an override."""
    return {field for full in ((name, ""), (name, env)) for source in cards.get(full, []) for field in source.card}


def content(answer: Resolved, own: set[str]) -> Says:
    """Every leaf of an answer with its value as text."""
    leaves: Says = {}
    for key, value in answer.fields.items():
        if key not in CONFIGS and (key in own or key not in ("description", "deprecated")):
            leaves[key] = as_text(value) + named_by(value, answer.uris.get(key, ""))
    for kind, patch in answer.patches.items():
        leaves |= flatten_patch(f"{kind}_config", patch, f"{kind}_config._set_")
    return leaves


def flatten_patch(key: str, patch: Patch, forced: str) -> Says:
    """The leaves of a patch; a directive that reaches the defaults is one, and `forced` is the name of a `_set_`."""
    what, said = patch
    if what == "value":
        return flatten(key, said) | ({forced: as_text(True)} if isinstance(said, dict) else {})
    assert isinstance(said, list)
    if not said:
        return {key: as_text({})}
    leaves: Says = {}
    for part, child in said:
        if child[0] == "delete":
            leaves[f"{key}._del_.{quoted(part)}"] = as_text(True)
        else:
            leaves |= flatten_patch(f"{key}.{quoted(part)}", child, f"{key}._set_.{quoted(part)}")
    return leaves


def quoted(key: object) -> str:
    """A key as a part of a name; one that is called like a directive is quoted."""
    return f'"{key}"' if key in ("_del_", "_set_") else str(key)


def named_by(value: object, uri: str) -> str:
    """The place that a relative path names, below the root."""
    if not isinstance(value, str) or value == uri or value.startswith("/") or not uri.startswith("file://ROOT"):
        return ""
    return f" = {normpath(unquote(uri).removeprefix('file://ROOT/'))}"


def flatten(key: str, value: object) -> Says:
    """The leaves of a config; an empty mapping is one, and a list is one."""
    if not isinstance(value, dict) or not value:
        return {key: as_text(value)}
    return {
        leaf: text for part, child in value.items() for leaf, text in flatten(f"{key}.{quoted(part)}", child).items()
    }


def as_text(value: object) -> str:
    """A value as text; the order of keys does not count, the type does."""
    if isinstance(value, dict):
        return "{" + ", ".join(sorted(f"{as_text(key)}: {as_text(item)}" for key, item in value.items())) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_text, value)) + "]"
    return repr(value)


def edited(before: Cards, after: Cards, name: Name) -> bool:
    """Whether the cards of a full name say something else, or a relative path in them could."""

    def written(cards: Cards) -> list[tuple[str, str]]:
        return [(str(PurePosixPath(s.path).parent), as_text(dict(s.card) | {"name": 0})) for s in cards.get(name, [])]

    return written(before) != written(after)


def steps(before: Cards, after: Cards, asked: Name) -> Iterator[tuple[Name, Says | str | None]]:
    """Each edited card that the new answer is made of, nearest first, and the answer when it is new as well."""
    name, env = asked
    names = climb(after, name, env)
    lost = [base for base in [missing_base(after, names, env)] if base]
    mixed = {key: cards for key, cards in after.items() if not key[1]} | before
    for full in [(each, e) for each in (names or [name]) + lost for e in dict.fromkeys((env, ""))]:
        if edited(before, after, full):
            mixed.pop(full, None)
            if full in after:
                mixed[full] = after[full]
            yield full, says(mixed, asked)


def missing_base(cards: Cards, names: Sequence[str], env: str) -> str | None:
    """The base at which a climb ends because there is no such card."""
    if not names:
        return None
    override = cards.get((names[-1], env), [None])[0] if env else None
    above = override.card if override else {}
    own = base_of(above) if "base" in above and base_of(above) != names[-1] else base_of(cards[names[-1], ""][0].card)
    return own if own not in names else None


def cause(before: Cards, after: Cards, asked: Name, leaf: str) -> Name:
    """The card that changed a leaf."""
    was = says(before, asked)
    assert isinstance(was, dict)
    return next(
        full for full, now in steps(before, after, asked) if isinstance(now, dict) and now.get(leaf) != was.get(leaf)
    )


def turning_point(before: Cards, after: Cards, asked: Name, kind: type) -> Name:
    """The card that broke an answer, or fixed it."""
    return next((full for full, now in steps(before, after, asked) if isinstance(now, kind)), asked)
