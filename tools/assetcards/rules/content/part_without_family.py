"""A part of a kind, in a card that is not of that kind: nothing can open it.

A `tokenizer` is opened by the code that `tokenizer_family` names, or by the card in `tokenizer_ref`. Without either it
is an address that nobody uses; so are a `checkpoint` and a `model_arch` without `model_family`, `data` without
`dataset_family`, and a config without the family of its kind. Bases are not reported: a card that inherits from them
may have the family.

    # a warning
    name: tiny
    model_family: llama
    checkpoint: "https://example.org/tiny.safetensors"
    tokenizer: "https://example.org/tiny.model"

Add the family, or remove the field.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import product

from assetcards.findings import Finding
from assetcards.model.card import KINDS
from assetcards.model.fields import OLD_NAMES, config_keys
from assetcards.model.layers import Written
from assetcards.model.resolved import ResolvedCard
from assetcards.names import one_edit_apart
from assetcards.nodes import is_null
from assetcards.rules.rule import CatalogSubject, Rule

_PARTS = {
    "model": ("checkpoint", "model_arch", *config_keys("model")),
    "dataset": ("data", *config_keys("dataset")),
    "tokenizer": ("tokenizer", *config_keys("tokenizer")),
}


def check(subject: CatalogSubject) -> Iterator[Finding]:
    needed = subject.catalog.graph.named | subject.bases
    for name, answers in subject.answers.items():
        plain = answers.get("")
        if plain is not None and name not in needed and plain.kinds != ["other"]:
            for kind in KINDS:
                part = None if kind in plain.kinds else next(_parts(answers.values(), kind), None)
                if part is not None and not any(_can_open(each.field_names, kind) for each in answers.values()):
                    yield _finding(*part, kind)


def _can_open(names: Collection[str], kind: str) -> bool:
    """Whether a card with these fields is of a kind, refers to one that is, or has a field that is meant to be one."""
    return f"{kind}_ref" in names or any(_may_be_family(name, kind) for name in names)


@lru_cache(maxsize=1024)  # thousands of cards have the same few fields
def _may_be_family(name: str, kind: str) -> bool:
    family = f"{kind}_family"
    return name == family or one_edit_apart(name, family) or family in OLD_NAMES.get(name, ())


def _parts(answers: Iterable[ResolvedCard], kind: str) -> Iterator[tuple[ResolvedCard, str, Written]]:
    """The parts of a kind, those of the plain card first."""
    for answer, name in product(answers, _PARTS[kind]):
        found = answer.layer.find(name)
        if found is not None and not is_null(found.entry.value):
            yield answer, name, found


def _finding(answer: ResolvedCard, name: str, part: Written, kind: str) -> Finding:
    instead = f"`{kind}_family: ...`" + (" or `tokenizer_ref: ...`" if kind == "tokenizer" else "")
    message = f"nothing can open the {name} of {answer.name!r}, which has no {kind}_family"
    return RULE.finding(part.card, part.entry.key, message, f"add {instead}, or remove it")


RULE = Rule(code="C311", name="part-without-family", check_catalog=check)
