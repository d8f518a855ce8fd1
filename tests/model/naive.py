"""A second model of CARD_SPEC 3 and 4: what a card resolves to. Plain, and sharing nothing with the library.

Cards come in already read (section 1 is not modelled). A card without a usable name is passed over: nobody
can ask for it. Of several faults the first counts: in the question, in its environments, in the cards from
nearest to farthest (for each name its plain card: duplicates, none, a malformed base; then so its override),
in the configs.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, time
from pathlib import PurePosixPath

from .patches import Patch, patch_of

ERRORS = {
    "bad-name": "the question is not `name` or `name@env`",
    "unknown-environment": "an environment to try is neither `user` nor named by a card or the catalog",
    "unknown-name": "no plain card of this name, and no override of it in the environments tried",
    "orphan-override": "the override that was asked for has no plain card",
    "duplicate": "a full name the question needs is written twice",
    "bad-base": "a card that is needed has a `base` that is neither null nor a non-empty text without `@`",
    "unknown-base": "a base has no plain card",
    "base-cycle": "the bases lead back to a name already passed",
    "base-depth": "more than MAX_LAYERS layers",
    "bad-directive": "a `_del_` that is no list of strings, or a `_set_` that is no mapping with string keys",
}
# Stands in `uris` for a checkpoint, tokenizer or data that is not a string: the card still resolves.
BAD_URI = "ERR bad-uri"
MAX_LAYERS = 256
KINDS = ("model", "dataset", "tokenizer")
SPELLINGS = ("config_overrides", "config_override", "config")
URI_FIELDS = ("checkpoint", "tokenizer", "data")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A card as written, the file that wrote it (POSIX, relative to the root), and the URI of that root."""

    path: str
    card: Mapping[str, object]
    root: str = "file://ROOT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What a card resolves to: the parts of CARD_SPEC 4."""

    chain: list[str]
    fields: dict[str, object]
    kinds: list[str]
    configs: dict[str, object]
    uris: dict[str, str]
    patches: dict[str, Patch]


@dataclass(frozen=True, slots=True)
class Written:
    """A field's value and the card that wrote it."""

    value: object
    source: Source


@dataclass(frozen=True, slots=True)
class Layer:
    """A step of the chain: a plain card, one with an override put onto it, or an override of its own."""

    name: str
    fields: Mapping[str, Written]


class AnswerError(Exception):
    """Stops an answer; `kind` is one of ERRORS."""

    def __init__(self, kind: str) -> None:
        super().__init__(ERRORS[kind])
        self.kind = kind


Answer = Resolved | str  # what a card resolves to, or one of ERRORS
Cards = Mapping[tuple[str, str], Sequence[Source]]  # by name and environment


def ask(sources: Iterable[Source], query: str, env: str | None = None, known: Iterable[str] = ()) -> Answer:
    """Give what `query` resolves to in the current environment `env`, or the kind of error it meets.

    `known` are environments that the catalog knows besides those that its cards name.
    """
    cards = by_name(sources)
    try:
        name, tried = read_question(query, env)
        if not set(tried) <= known_environments(cards) | set(known):
            raise AnswerError("unknown-environment")
        return resolve_layers(climb(cards, name, tried))
    except AnswerError as error:
        return error.kind


def read_name(written: object) -> tuple[str, str] | None:
    """Split `name` or `name@env` into its two parts; the second is empty for a plain name."""
    if not isinstance(written, str) or written.count("@") > 1:
        return None
    name, _, env = written.partition("@")
    return (name.strip(), env.strip()) if name.strip() else None


def read_question(query: str, env: str | None) -> tuple[str, list[str]]:
    """Tell the plain name that is asked for and the environments to try, in order."""
    asked = read_name(query)
    if asked is None:
        raise AnswerError("bad-name")
    name, own_env = asked
    if "@" in query:
        return name, [own_env] if own_env else []
    current = (env or "").strip()
    return name, ["user", current] if current else ["user"]


def by_name(sources: Iterable[Source]) -> Cards:
    """Sort the cards by their full names."""
    cards: dict[tuple[str, str], list[Source]] = {}
    for source in sources:
        name = read_name(source.card.get("name"))
        if name is not None:
            cards.setdefault(name, []).append(source)
    return cards


def known_environments(cards: Cards) -> set[str]:
    """Collect `user` and every environment that the name of a card has."""
    return {"user"} | {env for _, env in cards if env}


def climb(cards: Cards, name: str, tried: Sequence[str]) -> list[Layer]:
    """Collect the layers of a card, nearest first, by following its bases."""
    layers: list[Layer] = []
    passed: set[str] = set()
    target: str | None = name
    while target is not None:
        if target in passed:
            raise AnswerError("base-cycle")
        passed.add(target)
        layers += find_layers(cards, target, tried, is_base=bool(layers))
        if len(layers) > MAX_LAYERS:
            raise AnswerError("base-depth")
        target = base_of(layers[-1])
    return layers


def find_layers(cards: Cards, name: str, tried: Sequence[str], *, is_base: bool) -> list[Layer]:
    """Give the layer that one name stands for, or two where its override names its own plain card as base."""
    plain = maybe_find(cards, name, "")
    if plain is None:
        orphan = any((name, env) in cards for env in tried)
        raise AnswerError("unknown-base" if is_base else "orphan-override" if orphan else "unknown-name")
    below = read_layer(name, plain)
    found = (maybe_find(cards, name, env) for env in tried)
    override = next((source for source in found if source is not None), None)
    if override is None:
        return [below]
    above = read_layer(name, override)
    if base_of(above) == name:
        return [above, below]
    return [Layer(name, {**below.fields, **above.fields})]


def maybe_find(cards: Cards, name: str, env: str) -> Source | None:
    """Give the one card of this full name, if there is one."""
    found = cards.get((name, env), [])
    if len(found) > 1:
        raise AnswerError("duplicate")
    return found[0] if found else None


def read_layer(name: str, source: Source) -> Layer:
    """Turn a card into a layer: without `name`, with `base` stripped."""
    fields = {key: Written(value, source) for key, value in source.card.items() if key != "name"}
    base = source.card.get("base")
    if base is not None:
        if not isinstance(base, str) or "@" in base or not base.strip():
            raise AnswerError("bad-base")
        fields["base"] = Written(base.strip(), source)
    return Layer(name, fields)


def base_of(layer: Layer) -> str | None:
    """Give the base that a layer writes, if any."""
    written = layer.fields.get("base")
    return written.value if written is not None and isinstance(written.value, str) else None


def resolve_layers(layers: Sequence[Layer]) -> Resolved:
    """Put the layers together into what the card resolves to."""
    nearest: dict[str, Written] = {}
    for layer in reversed(layers):
        nearest |= layer.fields
    return Resolved(
        chain=[layer.name for layer in layers],
        fields={key: deepcopy(written.value) for key, written in nearest.items()},
        kinds=[kind for kind in KINDS if f"{kind}_family" in nearest] or ["other"],
        configs={kind: merge_values(values) for kind, values in counting_configs(layers)},
        patches={kind: patch_of(values) for kind, values in counting_configs(layers)},
        uris={key: uri_of(written) for key, written in nearest.items() if is_listed(key, written.value)},
    )


def counting_configs(layers: Sequence[Layer]) -> Iterator[tuple[str, list[object]]]:
    """Give the configs of each kind, farthest layer first, of the first spelling that has a value."""
    for kind in KINDS:
        for spelling in SPELLINGS:
            written = [layer.fields.get(f"{kind}_{spelling}") for layer in reversed(layers)]
            values = [one.value for one in written if one is not None and one.value is not None]
            if values:
                yield kind, values
                break


def merge_values(values: Iterable[object]) -> object:
    """Merge configs onto nothing."""
    merged: object = None
    for value in values:
        merged = merge(merged, value)
    return merged


def merge(below: object, above: object) -> object:
    """Put one layer of a config onto what lies below it."""
    if not isinstance(above, dict):
        return deepcopy(above)
    dropped, forced = read_del(above), read_set(above)
    merged = dict(below) if isinstance(below, dict) else {}
    for key in dropped:
        merged.pop(key, None)
    for key, value in above.items():
        if key not in ("_del_", "_set_"):
            merged[key] = merge(merged.get(key), value)
    return merged | deepcopy(forced)


def read_del(mapping: Mapping[object, object]) -> list[str]:
    """Give the keys that a mapping drops from what lies below; null is the same as none."""
    keys = mapping.get("_del_")
    if keys is None:
        return []
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise AnswerError("bad-directive")
    return keys


def read_set(mapping: Mapping[object, object]) -> dict[object, object]:
    """Give the values that a mapping puts in without merging; null is the same as none."""
    values = mapping.get("_set_")
    if values is None:
        return {}
    if not isinstance(values, dict) or not all(isinstance(key, str) for key in values):
        raise AnswerError("bad-directive")
    return values


def is_listed(key: str, value: object) -> bool:
    """Tell whether a field belongs into a listing of URIs."""
    if key in URI_FIELDS:
        return value is not None
    return isinstance(value, str) and bool(SCHEME.match(value) or value.startswith(("./", "../", "/")))


def uri_of(written: Written) -> str:
    """Give a field as a URI; a relative path is one of the folder of the file that wrote it."""
    value, source = written.value, written.source
    if not isinstance(value, str):
        return BAD_URI
    if SCHEME.match(value):
        return value
    if value.startswith("/"):
        return PurePosixPath(value).as_uri()
    inside = PurePosixPath("/", source.path).parent / value
    return source.root + inside.as_uri().removeprefix("file://")


def to_json(value: object) -> object:
    """Give a value as JSON has it: keys as text, dates and times as ISO text."""
    match value:
        case dict():
            return {key_text(key): to_json(one) for key, one in value.items()}
        case list():
            return [to_json(one) for one in value]
        case date() | time():
            return value.isoformat()
    return value


def key_text(key: object) -> str:
    """Write a key as JSON has it."""
    match key:
        case None:
            return "null"
        case bool():
            return str(key).lower()
        case date() | time():
            return key.isoformat()
    return str(key)


def to_line(answer: Answer) -> dict[str, object]:
    """Give an answer as the lines of `resolved.jsonl` have it, without the question."""
    if isinstance(answer, str):
        return {"error": answer}
    parts = {name: getattr(answer, name) for name in Resolved.__slots__ if name != "patches"}
    return {name: to_json(part) for name, part in parts.items()}
