"""Families: our description, our verdicts and our opened configs beside those of the real fairseq2."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assetcards import MemoryTree, open_catalog
from assetcards.families.description import OWN, FamilyDescription, shipped_descriptions
from assetcards.families.judging import LOSSY, findings_of
from assetcards.families.known import known_families
from assetcards.families.opening import opened_config
from assetcards.families.schemas import Schema, resolved
from assetcards.families.values import verdict
from assetcards.model.layers import Layer
from assetcards.model.resolved import ResolvedCard
from assetcards.nodes import plain_value

PROJECT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("fairseq2_families.py")
SHIPPED = PROJECT / "tools" / "assetcards" / "families" / "fairseq2.json"
THEIRS = tuple(family for family in shipped_descriptions() if family.source != OWN)
"""The descriptions of the families of fairseq2."""

Layers = Sequence[dict[str, Any]]
"""The fields of cards, each the base of the one behind it."""


def _environment() -> dict[str, str]:
    return {**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONPATH": str(PROJECT / "tools")}


def _run(python: Path, *arguments: str, given: str = "") -> str:
    command = [str(python), *arguments]
    done = subprocess.run(command, input=given, stdout=subprocess.PIPE, text=True, check=True, env=_environment())
    return done.stdout


def compare_all(python: Path, count: int) -> int:
    """The description, the verdicts, and as many made-up configs; how many differ."""
    return compare_description(python) + compare_verdicts(python) + compare_opened(python, count, seed=1)


def compare_description(python: Path) -> int:
    """Whether fairseq2 is described as what ships with the toolchain."""
    found = _run(python, "-m", "assetcards", "families", "describe", "--fairseq2")
    differs = found != SHIPPED.read_text("utf-8")
    sys.stdout.write(f"description of fairseq2: {'differs from' if differs else 'the same as'} {SHIPPED.name}\n")
    return int(differs)


def compare_verdicts(python: Path) -> int:
    """What the converter does with values, and what our schemas say of them."""
    found = [json.loads(line) for line in _run(python, str(SCRIPT), "verdicts").splitlines()]
    pairs = [(name, schema, value, theirs) for name, schema, judged in found for value, theirs in judged]
    wrong = [each for each in pairs if verdict(each[1], each[2]).value != each[3]]
    sys.stdout.write(f"converter: {len(found)} annotations, {len(pairs)} values, {len(wrong)} differences\n")
    sys.stdout.writelines(f"  {name} of {value!r}: fairseq2 {theirs}\n" for name, _, value, theirs in wrong)
    return len(wrong)


def compare_opened(python: Path, count: int, seed: int) -> int:
    """Every real card of a described family, and random layers on random architectures."""
    asked = [*_real_layers(), *random_layers(count, random.Random(seed), THEIRS)]
    given = "".join(json.dumps({"kind": kind, "layers": layers}) + "\n" for kind, layers in asked)
    replies = map(json.loads, _run(python, str(SCRIPT), given=given).splitlines())
    wrong, failing, checks = [], 0, 0
    for (kind, layers), theirs in zip(asked, replies, strict=True):
        ours = open_ours(kind, layers)
        failing += "error" in theirs
        if theirs.get("is_check"):
            checks += 1  # a class may refuse what its types allow; its description says that it does
        elif not is_the_same(ours, theirs):
            wrong.append((layers, ours, theirs))
    sys.stdout.write(
        f"opened configs: {len(asked)}, of which fairseq2 refuses {failing} ({checks} by a check of the class), "
        f"{len(wrong)} differences\n"
    )
    sys.stdout.writelines(f"  {layers}\n    ours {ours}\n    fairseq2 {theirs}\n" for layers, ours, theirs in wrong[:5])
    return len(wrong)


def is_the_same(ours: dict[str, Any], theirs: dict[str, Any]) -> bool:
    """Both refuse, or both open the same; a value that the code changes is not compared."""
    if "error" in theirs or "error" in ours:
        return ("error" in theirs) is ("error" in ours)
    return bool(ours["lossy"]) or json.dumps(ours["config"], sort_keys=True) == json.dumps(
        theirs["config"], sort_keys=True
    )


def open_ours(kind: str, layers: Layers) -> dict[str, Any]:
    """The config as we open it, or what is wrong with it."""
    cards = [
        {"name": f"card{number}", **({"base": f"card{number - 1}"} if number else {}), **fields}
        for number, fields in enumerate(layers)
    ]
    with open_catalog(MemoryTree(cards=cards), stores=[]) as catalog:
        card = catalog.card(f"card{len(layers) - 1}")
        found = list(findings_of(known_families(catalog), card, is_base=False))
        lossy = [finding.message for finding in found if finding.code == LOSSY]
        if len(found) > len(lossy):
            return {"error": [finding.message for finding in found]}
        return {"config": _sorted_sets(_opened(card, kind)), "lossy": lossy}


def _opened(card: ResolvedCard, kind: str) -> Any:
    family = next(each for each in THEIRS if (each.kind, each.name) == (kind, _family(card, kind)))
    architecture = card.maybe_field("model_arch") if kind == "model" else None
    return opened_config(family, str(architecture.value) if architecture else None, card.composed(kind))


def _family(card: ResolvedCard, kind: str) -> str:
    return str(card.field(f"{kind}_family").value)


def _sorted_sets(config: Any) -> Any:
    """A set has no order: those of fairseq2 are written sorted."""
    if isinstance(config, dict) and isinstance(config.get("target_langs"), list):
        return {**config, "target_langs": sorted(config["target_langs"])}
    return config


def _real_layers() -> Iterator[tuple[str, Layers]]:
    described = {(each.kind, each.name) for each in THEIRS}
    for root in (PROJECT / "catalog", *sorted((PROJECT / "tests" / "corpus").glob("*/cards"))):
        with open_catalog(root, stores=[], env="") as catalog:
            for card in catalog:
                for kind, name in card.families().items():
                    if (kind, name) in described:
                        yield kind, [_fields(layer, kind) for layer in reversed(card.layers)]


def _fields(layer: Layer, kind: str) -> dict[str, Any]:
    names = (f"{kind}_family", "model_arch", f"{kind}_config", f"{kind}_config_override", f"{kind}_config_overrides")
    found = {name: layer.maybe_entry(name) for name in names}
    return {name: plain_value(written.entry.value) for name, written in found.items() if written is not None}


def random_layers(
    count: int, draw: random.Random, families: Sequence[FamilyDescription]
) -> Iterator[tuple[str, Layers]]:
    """Random layers on random architectures of some families, each with the kind."""
    for _ in range(count):
        family = draw.choice(families)
        first: dict[str, Any] = {f"{family.kind}_family": family.name}
        if family.architectures and draw.random() < 0.85:
            first["model_arch"] = draw.choice(
                [*family.architectures, "none"] if draw.random() < 0.1 else [*family.architectures]
            )
        key = f"{family.kind}_config"
        layers = [
            {key: _random_layer(family, family.config or {"type": "object"}, draw, 0)} for _ in range(draw.randrange(4))
        ]
        yield family.kind, [first, *layers]


def _random_layer(family: FamilyDescription, schema: Schema, draw: random.Random, depth: int) -> dict[str, Any]:
    found = resolved(schema, family.definitions)
    properties = found.get("properties", {}) if isinstance(found, dict) else {}
    keys = draw.sample(list(properties), min(len(properties), draw.randrange(3)))
    layer = {key: _random_value(family, properties[key], draw, depth + 1) for key in keys}
    if properties and draw.random() < 0.3:
        layer["_del_"] = draw.sample(list(properties), 1)
    if properties and draw.random() < 0.2:
        key = draw.choice(list(properties))
        layer["_set_"] = {key: _random_value(family, properties[key], draw, 4)}
    if draw.random() < 0.03:
        layer["no_such_key"] = 1
    return layer


def _random_value(family: FamilyDescription, schema: Schema, draw: random.Random, depth: int) -> Any:
    found = resolved(schema, family.definitions)
    if isinstance(found, dict) and "properties" in found and draw.random() < 0.9:
        return _random_layer(family, found, draw, depth) if depth < 4 else {}
    if draw.random() < 0.05:
        return draw.choice([None, "x", "3", 3.5, True, [], {}, {"a": 1}, ["a"], [1, 2]])
    if isinstance(schema, dict) and "default" in schema and draw.random() < 0.3:
        return schema["default"]
    if isinstance(found, dict) and "enum" in found:
        return draw.choice(found["enum"])
    kinds = found.get("type", ()) if isinstance(found, dict) else ()
    for kind, values in (
        ("integer", [0, 7]),
        ("number", [0.5, 1]),
        ("boolean", [True, False]),
        ("string", ["a", "b c"]),
    ):
        if kind in ([kinds] if isinstance(kinds, str) else kinds):
            return draw.choice(values)
    return draw.choice([[], ["a"], [1], [[1, 2, 3]]])
