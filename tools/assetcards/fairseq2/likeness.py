"""Whether a card says what one of fairseq2's own says: a digest of all that fairseq2 makes use of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources

from assetcards.canonical import digest_of
from assetcards.errors import CardError, SourceError
from assetcards.model.card import KINDS
from assetcards.model.catalog import Catalog
from assetcards.model.fields import ADDRESS_FIELDS, CONFIG_KINDS, FIELDS
from assetcards.model.resolved import ResolvedCard
from assetcards.model.store import Store
from assetcards.names import Asked
from assetcards.nodes import Value
from assetcards.trees.package import PackageTree

PACKAGE_OF_CARDS = "fairseq2.assets.cards"
"""The package with fairseq2's own cards."""

SHIPPED_VERSION = "0.8.1"
"""The version whose cards are known without it."""

_PINS = tuple(pin for name in ADDRESS_FIELDS for pin in (FIELDS[name].digest, FIELDS[name].revision))

FIELDS_OF_OURS = ("description", "license", "owners", "deprecated", "context_length", "parameters", *_PINS)
"""The fields that fairseq2 ignores (CARD_SPEC 5)."""

_UNCOMPARED = {*FIELDS_OF_OURS, *CONFIG_KINDS, "base", "url"}
"""What makes no difference by itself: configs are compared by what they do, and a `url` is visited by people."""

_GATED = ";gated=true"
"""How fairseq2 marks an address that leads to no file: ours have a `url` and no address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What a resolved card amounts to for fairseq2, and under which names its configs are written.

    A card that cannot be resolved has no `digest`.
    """

    digest: str
    config_keys: tuple[str, ...]


def likeness_of(card: ResolvedCard) -> Likeness:
    """What a card amounts to for fairseq2. Raises CardError when a config of it is malformed."""
    keys = tuple(key for kind in KINDS if (key := card.config_key(kind)) is not None)
    patches: dict[str, Value] = {kind: patch.text for kind, patch in card.patches.items()}
    return Likeness(digest=digest_of([dict(_compared_fields(card)), patches]), config_keys=keys)


def _compared_fields(card: ResolvedCard) -> Iterator[tuple[str, Value]]:
    for name, value in card.fields.items():
        is_gate = name in ADDRESS_FIELDS and isinstance(value, str) and value.endswith(_GATED)
        if name not in _UNCOMPARED and not is_gate:
            yield name, value


def likenesses(catalog: Catalog) -> dict[str, Likeness]:
    """What each plain card of a catalog amounts to; a broken one to nothing."""
    return {name: _likeness_named(catalog, name) for name in catalog.card_names()}


def _likeness_named(catalog: Catalog, name: str) -> Likeness:
    try:
        return likeness_of(catalog.resolve(Asked(name, "")))
    except CardError:
        return Likeness(digest="", config_keys=())


def installed_likenesses() -> dict[str, Likeness]:
    """What the cards of the installed fairseq2 amount to. Raises SourceError when it is not installed."""
    with Catalog([Store(PackageTree(PACKAGE_OF_CARDS))]) as catalog:
        problem = catalog.maybe_problem(catalog.own)
        if problem is not None:
            raise SourceError(problem)
        return likenesses(catalog)


def shipped_likenesses() -> dict[str, Likeness]:
    """What the cards of fairseq2 of `SHIPPED_VERSION` amount to.

    >>> sorted({key for likeness in shipped_likenesses().values() for key in likeness.config_keys})[0]
    'model_config'
    """
    text = (resources.files(__package__) / "cards.json").read_text("utf-8")
    return {
        name: Likeness(digest=each["digest"], config_keys=tuple(each["configs"]))
        for name, each in json.loads(text)["cards"].items()
    }


def describe_likenesses(found: Mapping[str, Likeness]) -> str:
    """The file of shipped ones, as JSON."""
    cards = {name: {"digest": each.digest, "configs": list(each.config_keys)} for name, each in sorted(found.items())}
    return json.dumps({"fairseq2": SHIPPED_VERSION, "cards": cards}, indent=1) + "\n"
