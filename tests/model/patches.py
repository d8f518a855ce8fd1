"""A second model of patches (CARD_SPEC 4), on plain values: it shares nothing with the library.

A layer is read as a sequence of edits at paths rather than as an algebra: what a patch does is found by applying its
layers one by one, and its form by a table from keys to what was last said of them. Its text is written by hand.
"""

import math
from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import date, datetime

NONE, VALUE, MERGE, DELETE = "none", "value", "merge", "delete"

Patch = tuple[str, object]
"""One of the four words with its value: any data, or for MERGE a list of pairs of a key and a patch."""


class MalformedError(Exception):
    """A directive is malformed."""


def merge_layer(config: object, layer: object) -> object:
    """One layer put onto a config."""
    if not isinstance(layer, dict):
        return deepcopy(layer)
    result = dict(config) if isinstance(config, dict) else {}
    for key in deletions(layer):
        result.pop(key, None)
    for key, value in layer.items():
        if not is_directive(key):
            result[key] = merge_layer(result.get(key), value)
    for key, value in settings(layer).items():
        result[key] = deepcopy(value)
    return result


def merge_layers(config: object, layers: Iterable[object]) -> object:
    """The layers put onto a config one by one, the farthest first; null layers are left out."""
    for layer in layers:
        if layer is not None:
            config = merge_layer(config, layer)
    return config


def deletions(layer: Mapping[object, object]) -> list[object]:
    found = layer.get("_del_")
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(key, str) for key in found):
        raise MalformedError
    return found


def settings(layer: Mapping[object, object]) -> dict[object, object]:
    found = layer.get("_set_")
    if found is None:
        return {}
    if not isinstance(found, dict) or not all(isinstance(key, str) for key in found):
        raise MalformedError
    return found


def is_directive(key: object) -> bool:
    return isinstance(key, str) and key in ("_del_", "_set_")


def patch_of(layers: Iterable[object]) -> Patch:
    """The patch of several layers, the farthest first."""
    patch: Patch = (NONE, None)
    for layer in layers:
        if layer is not None:
            patch = after(patch, read(layer))
    return patch


def read(layer: object) -> Patch:
    """The patch of one layer."""
    if not isinstance(layer, dict):
        return VALUE, layer
    edits: list[tuple[object, Patch]] = [(key, (DELETE, None)) for key in deletions(layer)]
    forced = settings(layer)
    edits += [(key, read(value)) for key, value in layer.items() if not is_directive(key)]
    edits += [(key, (VALUE, value)) for key, value in forced.items()]
    patch: Patch = (MERGE, [])
    for edit in edits:
        patch = after(patch, (MERGE, [edit]))
    return patch


def after(first: Patch, second: Patch) -> Patch:
    """One patch after another."""
    (one, before), (other, then) = first, second
    if other in (DELETE, VALUE) or one == NONE:
        return second
    if other == NONE:
        return first
    if one == DELETE:
        return VALUE, apply(second, {})
    if one == VALUE:
        return VALUE, apply(second, before)
    assert isinstance(before, list)
    assert isinstance(then, list)
    pairs = list(before)
    for key, patch in then:
        at = next((place for place, (known, _) in enumerate(pairs) if known == key), None)
        if at is None:
            pairs.append((key, patch))
        else:
            pairs[at] = pairs[at][0], after(pairs[at][1], patch)
    return MERGE, pairs


def apply(patch: Patch, config: object) -> object:
    """A config with a patch applied."""
    what, said = patch
    if what == NONE:
        return config
    if what == VALUE:
        return deepcopy(said)
    result = dict(config) if isinstance(config, dict) else {}
    assert isinstance(said, list)
    for key, one in said:
        if one[0] == DELETE:
            result.pop(key, None)
        else:
            result[key] = apply(one, result.get(key))
    return result


def document(patch: Patch) -> object:
    """The document of a patch, with tags."""
    what, said = patch
    if what == NONE:
        return None
    return {"value": tag(said)} if what == VALUE else {"merge": layer_document(said)}


def layer_document(said: object) -> dict[str, object]:
    assert isinstance(said, list)
    gone = [key for key, (what, _) in said if what == DELETE]
    forced = {tag_key(k): tag(v) for k, (what, v) in said if what == VALUE and (isinstance(v, dict) or is_directive(k))}
    found: dict[str, object] = {"_del_": sorted(gone)} if gone else {}
    if forced:
        found["_set_"] = forced
    for key, (what, value) in said:
        if what == MERGE:
            found[tag_key(key)] = layer_document(value)
        elif what == VALUE and tag_key(key) not in forced:
            found[tag_key(key)] = tag(value)
    return found


def tag(value: object) -> object:
    match value:
        case dict():
            return {tag_key(key): tag(item) for key, item in value.items()}
        case list():
            return [tag(item) for item in value]
        case datetime():
            return {"!datetime": value.isoformat()}
        case date():
            return {"!date": value.isoformat()}
        case float() if not math.isfinite(value):
            return {"!float": repr(value)}
    return value


def tag_key(key: object) -> str:
    match key:
        case str():
            return "!str " + key if key[:1] == "!" else key
        case None:
            return "!null null"
        case bool():
            return "!bool true" if key else "!bool false"
        case datetime():
            return "!datetime " + key.isoformat()
        case date():
            return "!date " + key.isoformat()
    return f"!{type(key).__name__} {key!r}"


def untag(value: object) -> object:
    """The value that a tagged one stands for."""
    if isinstance(value, list):
        return [untag(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        [(key, inner)] = value.items()
        if key in ("!date", "!datetime", "!float"):
            return scalar(key[1:], inner)
    return {untag_key(key): untag(item) for key, item in value.items()}


def untag_key(key: str) -> object:
    if not key.startswith("!"):
        return key
    kind, _, written = key[1:].partition(" ")
    return written if kind == "str" else scalar(kind, written)


def scalar(kind: str, written: str) -> object:
    match kind:
        case "null":
            return None
        case "bool":
            return written == "true"
        case "date":
            return date.fromisoformat(written)
        case "datetime":
            return datetime.fromisoformat(written)
    return int(written) if kind == "int" else float(written)


def text(value: object) -> str:
    """A tagged value as text, written by hand."""
    match value:
        case dict():
            return "{" + ",".join(f"{quoted(key)}:{text(value[key])}" for key in sorted(value)) + "}"
        case list():
            return "[" + ",".join(map(text, value)) + "]"
        case str():
            return quoted(value)
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
    return repr(value)


def quoted(string: str) -> str:
    short = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
    return '"' + "".join(short.get(c) or (f"\\u{ord(c):04x}" if ord(c) < 32 else c) for c in string) + '"'


def same(one: object, other: object) -> bool:
    """Whether two values are the same, types included; the order of keys does not count."""
    return text(tag(one)) == text(tag(other))
