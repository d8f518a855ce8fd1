"""Makes up chains of config layers, pairs of chains that nearly do the same, and configs to put them onto."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from random import Random
from typing import Any

KEYS = ("a", "b", "c", 0, 1, True, 1.0)
DATA_KEYS = ("_del_", "_set_", "a", "b", "x")
SCALARS = (1, 1.0, True, None, "text", -0.0, 0.0, "", "!x")
SPELLINGS = ("config_overrides", "config_override", "config")


def chain(rng: Random) -> list[object]:
    """One to six layers, the farthest first."""
    return [_layer(rng, 3, is_root=True) for _ in range(rng.randint(1, 6))]


def _layer(rng: Random, depth: int, *, is_root: bool = False) -> object:
    draw = rng.random()
    if draw < 0.12:
        return None if is_root else rng.choice(SCALARS)
    if depth == 0 or draw < (0.2 if is_root else 0.4):
        return [_data(rng, depth)] if rng.random() < 0.4 else rng.choice(SCALARS)
    layer: dict[object, object] = {}
    for _ in range(rng.randint(0, 3)):
        layer[rng.choice(KEYS)] = _layer(rng, depth - 1)
    if rng.random() < 0.35:
        layer["_del_"] = rng.choice([None, [], [rng.choice("abc")], ["a", "b"], ["_del_", "c", "c"]])
    if rng.random() < 0.35:
        layer["_set_"] = rng.choice([None, {}, {rng.choice(DATA_KEYS): _data(rng, depth) for _ in range(2)}])
    return layer


def _data(rng: Random, depth: int) -> object:
    draw = rng.random()
    if depth == 0 or draw < 0.35:
        return rng.choice(SCALARS)
    if draw < 0.55:
        return [_data(rng, depth - 1) for _ in range(rng.randint(0, 2))]
    keys: Sequence[object] = DATA_KEYS if draw < 0.8 else KEYS
    return {rng.choice(keys): _data(rng, depth - 1) for _ in range(rng.randint(0, 3))}


def config(rng: Random) -> object:
    """A config of any type for layers to be put onto."""
    return rng.choice([None, 5, "text", [1], {}, _data(rng, 3), _data(rng, 3), _data(rng, 3), _mapping(rng)])


def _mapping(rng: Random) -> object:
    return {key: _data(rng, 2) for key in ("a", "b", "c", "_del_", 1)}


def near_pair(rng: Random) -> tuple[list[object], list[object]]:
    """A chain, and the same after one or two small edits, of which some change nothing."""
    one = chain(rng)
    other = deepcopy(one)
    for _ in range(rng.randint(1, 2)):
        other = _edit(rng, other)
    return one, other


def _edit(rng: Random, layers: list[object]) -> list[object]:
    draw = rng.random()
    if draw < 0.1:
        return [*layers, rng.choice([None, {}, {"_del_": []}])]
    if draw < 0.2:
        return [rng.choice([None, {}, 5, {"_del_": ["a"]}]), *layers]
    mappings: list[dict[Any, Any]] = [each for layer in layers for each in _mappings(layer)]
    if not mappings:
        return [*layers, {}]
    _edit_mapping(rng, rng.choice(mappings))
    return layers


def _edit_mapping(rng: Random, mapping: dict[Any, Any]) -> None:
    ordinary = [key for key in mapping if isinstance(key, str) and key not in ("_del_", "_set_")]
    draw = rng.random()
    if draw < 0.35 and ordinary:
        key = rng.choice(ordinary)
        value = mapping.pop(key)
        mapping["_set_"] = {key: value} | (mapping.get("_set_") or {})
    elif draw < 0.55 and "_del_" in mapping:
        mapping["_del_"] = list(dict.fromkeys(reversed(mapping["_del_"] or ())))
    elif draw < 0.7:
        mapping.pop(rng.choice(["_del_", "_set_"]), None)
    elif draw < 0.85:
        mapping["_del_"] = [*(mapping.get("_del_") or ()), rng.choice("abc")]
    elif mapping:
        del mapping[rng.choice(list(mapping))]


def _mappings(layer: object) -> Iterator[dict[Any, Any]]:
    """Every mapping of a layer in which directives are obeyed."""
    if isinstance(layer, dict):
        yield layer
        for key, value in layer.items():
            if key not in ("_del_", "_set_"):
                yield from _mappings(value)


def configs_that_tell_apart(*layers: object) -> Iterator[object]:
    """Configs built from all paths of some layers: absent, a scalar and a mapping at each."""
    paths = sorted({path for layer in layers for path in _paths(layer)}, key=repr)
    yield from (None, 5, "text", [], {}, {"other": 0})
    yield _build(paths, (), {"other": 0})
    for path in paths:
        for state in (None, 5, {}, {"other": 0}):
            yield _build(paths, path, state)


def _paths(layer: object, path: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    if not isinstance(layer, dict):
        return
    for key, value in layer.items():
        if key == "_del_" and isinstance(value, list):
            yield from ((*path, each) for each in value if isinstance(each, str))
        yield (*path, key)
        yield from _paths(value, path if key == "_set_" else (*path, key))
        if key == "_set_":
            yield from _paths(value, (*path, key))


def _build(paths: Sequence[tuple[object, ...]], special: tuple[object, ...], state: object) -> object:
    """A mapping at every path that leads to others, a number at the rest; the special path has a state of its own."""
    root: dict[object, object] = {"other": 0}
    for path in paths:
        if special and path[: len(special)] == special:
            continue
        at = root
        for key in path[:-1]:
            at = _mapping_at(at, key)
        at.setdefault(path[-1], 7)
    if special and state is not None:
        at = root
        for key in special[:-1]:
            at = _mapping_at(at, key)
        at[special[-1]] = deepcopy(state)
    return root


def _mapping_at(mapping: dict[object, object], key: object) -> dict[object, object]:
    found = mapping.get(key)
    if isinstance(found, dict):
        return found
    new: dict[object, object] = {"other": 0}
    mapping[key] = new
    return new
