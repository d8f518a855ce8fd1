"""A value with which opening a card runs code that comes with the asset, or that the card names.

It counts in a new card, and where it is new in a card that was there before; at any depth of a config or of another
field, and whichever base or environment brings it.

- `trust_remote_code`, `trust_repo`, `allow_code_execution`, `allow_pickle` and `allow_dangerous_deserialization` run
  code unless they are `false` or `null`,
- `weights_only` if it is `false`,
- `auto_map`, `custom_pipeline`, `custom_generate`, `_target_` and `class_path` if they have a value.

    # a new card
    name: tiny
    checkpoint: "hg://example/tiny"
    model_config:
      loader: {trust_remote_code: true}

Read the code at the commit that the card pins, or remove the key.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from functools import cache

from assetcards.comparison.compare import ContentLeaf, Difference, content_of
from assetcards.comparison.grouping import Affected
from assetcards.dotted import dotted_name
from assetcards.model.card import Card
from assetcards.model.settings import Outcome
from assetcards.model.work import Work
from assetcards.names import Asked
from assetcards.nodes import Value, walk_mappings
from assetcards.policies.newcards import name_new
from assetcards.policies.policy import MAX_NAMES, Change, Changed, Objection, Policy, name_affected
from assetcards.redaction import redact
from assetcards.scalars import ScalarValue

_FLAGS = {
    "trust_remote_code",
    "trust_repo",
    "allow_code_execution",
    "allow_pickle",
    "allow_dangerous_deserialization",
}
_SAFEGUARDS = {"weights_only"}
_NAMES_OF_CODE = {"auto_map", "custom_pipeline", "custom_generate", "_target_", "class_path"}
_KEYS = _FLAGS | _SAFEGUARDS | _NAMES_OF_CODE

MAX_VALUES = 2_000_000
"""How many values of new cards with such keys may be read."""

_HINT = "read the code at the commit that the card pins, or remove the key"


def check(change: Change) -> Iterator[Objection]:
    for changed in change.differences(_is_wanted):
        yield _objection(change, changed, name_affected(changed.affected))
    for changed in _in_new_cards(change):
        yield _objection(change, changed, name_new(changed.affected))


def _objection(change: Change, changed: Changed, whose: str) -> Objection:
    leaf = changed.difference.new
    assert leaf is not None
    names = redact(", ".join(_code_in(leaf)[:MAX_NAMES]))
    return Objection(change.location_of(changed), f"code runs when {whose} is opened: {names}", _HINT)


def _is_wanted(_: Asked, difference: Difference) -> bool:
    before = set(_code_in(difference.old)) if difference.old else set()
    return difference.new is not None and not before.issuperset(_code_in(difference.new))


def _in_new_cards(change: Change) -> Iterator[Changed]:
    """Each value that runs code, with all the new cards that have it from one line."""
    reading = Work(MAX_VALUES, "values of new cards that may run code", hint="compare revisions that are closer")
    same: defaultdict[Hashable, list[Asked]] = defaultdict(list)
    by_key: dict[Hashable, Difference] = {}
    mentions = cache(_mentions_code)
    for asked in change.impact.added:
        card = change.new.maybe_resolve(asked)
        if card is None or not any(map(mentions, card.cards)):
            continue
        content = content_of(card)
        reading.add(len(content))
        for field, leaf in content.items():
            if _code_in(leaf):
                key: Hashable = field, leaf.key()
                by_key[key] = Difference(field=field, old=None, new=leaf)
                same[key].append(asked)
    for key, difference in by_key.items():
        affected = Affected(asked=tuple(same[key]))
        yield Changed(difference=difference, cause=affected.asked[0].full_name, affected=affected)


def _mentions_code(card: Card) -> bool:
    """Whether a card writes one of the keys, at any depth: most write none, and need no further look."""
    if not _KEYS.isdisjoint(card.fields):
        return True
    mappings = (each for entry in card.fields.values() for each in walk_mappings(entry.value))
    return any(not _KEYS.isdisjoint(mapping.entries) for mapping in mappings)


def _code_in(leaf: ContentLeaf) -> list[str]:
    """The dotted names of what runs code: a key that leads to the leaf, the leaf itself, or keys in it."""
    for number, key in enumerate(leaf.path[:-1], start=1):
        if _runs_code(key, {"": None}):
            return [dotted_name(leaf.path[:number])]
    if _runs_code(leaf.path[-1], leaf.value):
        return [dotted_name(leaf.path)]
    return [dotted_name(path) for path in _below(leaf.path, leaf.value)]


def _below(path: tuple[ScalarValue, ...], value: Value) -> Iterator[tuple[ScalarValue, ...]]:
    """The keys in a value, which is found at a path, that run code."""
    if isinstance(value, list):
        for item in value:
            yield from _below(path, item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if _runs_code(key, item):
                yield (*path, key)
            else:
                yield from _below((*path, key), item)


def _runs_code(key: ScalarValue, value: Value) -> bool:
    if key in _FLAGS:
        return value is not False and value is not None
    if key in _SAFEGUARDS:
        return value is False
    return key in _NAMES_OF_CODE and value not in (None, "", [], {})


POLICY = Policy(code="P110", name="runs_code", default=Outcome.NEEDS_REVIEW, check=check)
