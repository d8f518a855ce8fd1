"""Real cards of described families with one thing made wrong: it is found at its line, and nothing else is said."""

from __future__ import annotations

import pathlib
import random
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, TypeAlias

import pytest

from assetcards import open_catalog
from assetcards.families.description import FamilyDescription, shipped_descriptions
from assetcards.families.schemas import Schema, resolved
from tests.sampling import sample
from tests.unit.rules.judging import told_of

Path: TypeAlias = tuple[str, ...]

CORPUS = pathlib.Path(__file__).parents[1] / "corpus" / "fairseq2-0.8.1" / "cards"
COUNT = sample(60, 400)
DESCRIBED = {(family.kind, family.name): family for family in shipped_descriptions()}
WEIGHTS = 'checkpoint: "hg://org/tiny@0123456789abcdef0123456789abcdef01234567"\n'


class Real(NamedTuple):
    """What a real card says of a described family."""

    kind: str
    family: FamilyDescription
    architecture: str | None


@cache
def real_cards() -> list[Real]:
    with open_catalog(CORPUS, stores=[]) as catalog:
        return [
            Real(kind, DESCRIBED[kind, str(name)], _architecture(card.fields) if kind == "model" else None)
            for card in catalog
            for kind, name in card.families().items()
            if (kind, name) in DESCRIBED
        ]


def _architecture(fields: dict[str, Any]) -> str | None:
    found = fields.get("model_arch")
    return str(found) if found is not None else None


class Mutation(NamedTuple):
    """A wrong leaf: the keys that lead to it, what is written for it, and the code that is expected."""

    path: tuple[str, ...]
    text: str
    code: str


def leaves(
    family: FamilyDescription, schema: Schema, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Schema]]:
    found = resolved(schema, family.definitions)
    properties = found.get("properties", {}) if isinstance(found, dict) and len(path) < 4 else {}
    for name, below in properties.items():
        inside = list(leaves(family, below, (*path, name)))
        yield from inside or [((*path, name), below)]


def mutate(family: FamilyDescription, draw: random.Random) -> Mutation:
    """A leaf with a value that its type does not take, or with a typo in one of its keys."""
    path, schema = draw.choice(list(leaves(family, family.config or False)))
    kind = draw.choice(["key", "value"])
    if kind == "key":
        at = draw.randrange(len(path))
        return Mutation((*path[:at], path[at] + "x"), "1", "C704")
    return Mutation(path, *draw.choice(list(_wrong(resolved(schema, family.definitions)))))


def _wrong(schema: Schema) -> Iterator[tuple[str, str]]:
    """Texts that a type does not take, each with its code."""
    yield "{a: 1}", "C704" if isinstance(schema, dict) and "properties" in schema else "C705"
    kinds = schema.get("type", ()) if isinstance(schema, dict) else ()
    if kinds == "array" or not isinstance(schema, dict):
        return
    yield "[{}]", "C705"
    if "integer" in kinds:
        yield from (("3.9", "C706"), ("'3'", "C706"), ("many", "C705"))
    elif kinds == "number":
        yield from (("'1.5'", "C706"), ("true", "C706"), ("much", "C705"))
    elif kinds == "boolean":
        yield from (("1", "C705"), ("'yes'", "C705"))
    elif "enum" in schema:
        yield from (("no_such_choice", "C705"), ("1", "C705"))


def nested(path: tuple[str, ...], text: str, form: str) -> str:
    """The layer of a config that writes a value, in flow style."""
    *above, last = path
    inside = f"{{_set_: {{{last}: {text}}}}}" if form == "set" and above else f"{{{last}: {text}}}"
    for key in reversed(above):
        inside = f"{{{key}: {inside}}}"
    return inside


def cards_with(real: Real, mutation: Mutation, form: str) -> tuple[dict[str, str], str]:
    """Files with the wrong leaf in the card, its base or its override, and the file it is in."""
    fields = f"{real.kind}_family: {real.family.name}\n"
    fields += f"model_arch: {real.architecture}\n" if real.architecture else ""
    fields += WEIGHTS if real.kind == "model" else WEIGHTS.replace("checkpoint", "tokenizer")
    config = f"{real.kind}_config: {nested(mutation.path, mutation.text, form)}\n"
    plain = f"name: tiny\n{fields}"
    if form == "base":
        return {
            "x.yaml": f"{plain}{config}---\nname: child\nbase: tiny\nnote: 1\n---\nname: other\nbase: tiny\n"
        }, "x.yaml"
    if form == "override":
        return {"x.yaml": plain, "@lab/x.yaml": f"name: tiny@lab\nnote: 1\n{config}"}, "@lab/x.yaml"
    return {"x.yaml": f"{plain}{config}"}, "x.yaml"


@pytest.mark.parametrize("seed", range(COUNT))
def test_one_wrong_leaf_is_found_at_its_line_and_nothing_else_is_said(seed: int) -> None:
    draw = random.Random(seed)
    real = draw.choice([each for each in real_cards() if each.family.config is not None])
    mutation = mutate(real.family, draw)
    files, where = cards_with(real, mutation, draw.choice(["own", "base", "override", "set"]))
    found = [line for line in told_of({f"models/{path}": text for path, text in files.items()}) if ": C7" in line]
    line = next(number for number, text in enumerate(files[where].splitlines(), 1) if "_config:" in text)
    assert len(found) == 1, (files, found)
    assert found[0].startswith(f"models/{where}:{line}:"), (files, found)
    assert f": {mutation.code} " in found[0], (files, found)


@pytest.mark.parametrize("seed", range(COUNT // 4))
def test_a_wrong_family_or_architecture_is_found(seed: int) -> None:
    draw = random.Random(seed)
    real = draw.choice([each for each in real_cards() if each.kind == "model" and each.architecture])
    architecture = str(real.architecture)
    cut = draw.randrange(len(architecture))
    wrong = architecture[:cut] + "x" + architecture[cut:]
    card = f"name: tiny\nmodel_family: {real.family.name}\nmodel_arch: {wrong}\n{WEIGHTS}"
    found = [line for line in told_of({"models/x.yaml": card}) if ": C7" in line]
    assert found == [f"models/x.yaml:3:13: C703 {real.family.name} has no architecture {wrong!r}"]
