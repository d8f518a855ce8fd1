"""The patch of a kind as readers have it: applied to any config, as a document, and as text (CARD_SPEC 4)."""

from __future__ import annotations

import math
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from assetcards.dotted import DIRECTIVES, dotted_name
from assetcards.model.field import Origin
from assetcards.model.patch_leaves import leaves_of
from assetcards.model.patches import Branch, Composed, Deletion, Leaf, apply
from assetcards.scalars import ScalarValue


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Patch:
    """What the layers of a card do to any config of a kind that is below them. Get one from `ResolvedCard.patch`.

    Two patches are equal if they do the same to every config.

    >>> from assetcards import MemoryTree, open_catalog
    >>> tree = MemoryTree("mine", cards=[
    ...     {"name": "tiny", "model_family": "llama", "model_config": {"_del_": ["dropout"]}},
    ...     {"name": "tiny_chat", "base": "tiny", "model_config": {"max_seq_len": 4096}},
    ... ])
    >>> patch = open_catalog(tree, stores=[]).card("tiny_chat").patch("model")
    >>> patch.text
    '{"merge":{"_del_":["dropout"],"max_seq_len":4096}}'
    >>> patch.apply({"dropout": 0.1, "layers": 2})
    {'layers': 2, 'max_seq_len': 4096}
    >>> {name: origin.card for name, origin in patch.origins.items()}
    {'model_config._del_.dropout': 'tiny', 'model_config.max_seq_len': 'tiny_chat'}
    """

    kind: str
    composed: Composed | None

    def apply(self, config: Any) -> Any:
        """A copy of a config, of any type, with the patch applied."""
        return apply(self.composed, deepcopy(config))

    @property
    def document(self) -> dict[str, Any] | None:
        """The patch as JSON values, in which values and keys that JSON lacks are marked; None if it does nothing."""
        return None if self.composed is None else {name: tagged(form) for name, form in as_layer(self.composed).items()}

    @property
    def text(self) -> str:
        """The patch as one line of JSON, the same for equal patches and for no others."""
        import json

        return json.dumps(self.document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @property
    def origins(self) -> dict[str, Origin]:
        """Who wrote each leaf, and each directive that reaches what is below, by the dotted name."""
        leaves = leaves_of(self.composed, (f"{self.kind}_config",)) if self.composed is not None else ()
        return {
            dotted_name(path): Origin(card=str(leaf.card.full_name), path=leaf.card.path, line=leaf.line)
            for path, leaf in leaves
        }

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Patch) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)


def as_layer(patch: Composed) -> dict[str, Any]:
    """A patch as `{"value": v}`, or as `{"merge": m}`, in which m is a layer with the same effect."""
    if _is_value(patch):
        return {"value": apply(patch, None)}
    assert isinstance(patch, Branch)
    return {"merge": _layer_of(patch)}


def _is_value(patch: Composed) -> bool:
    return isinstance(patch, Leaf) or patch.replaces is not None


def _layer_of(branch: Branch) -> dict[ScalarValue, Any]:
    deleted: list[str] = []
    ordinary: dict[ScalarValue, Any] = {}
    forced: dict[ScalarValue, Any] = {}
    for effect in branch.entries.flat().values():
        if isinstance(effect, Deletion):
            deleted.append(str(effect.key))
        elif isinstance(effect, Branch) and effect.replaces is None:
            ordinary[effect.key] = _layer_of(effect)
        else:
            into = forced if isinstance(effect, Branch) or effect.key in DIRECTIVES else ordinary
            into[effect.key] = apply(effect, None)
    directives: dict[ScalarValue, Any] = {"_del_": sorted(deleted)} if deleted else {}
    return ordinary | directives | ({"_set_": forced} if forced else {})


def tagged(value: object) -> Any:
    """A value of a card as JSON, so that it can be read back: what JSON lacks has a mark that begins with `!`.

    >>> tagged({0: date(2024, 6, 30), "0": float("inf"), "!x": 1})
    {'!int 0': {'!date': '2024-06-30'}, '0': {'!float': 'inf'}, '!str !x': 1}
    """
    if isinstance(value, dict):
        return {_tagged_key(key): tagged(item) for key, item in value.items()}
    if isinstance(value, list):
        return [tagged(item) for item in value]
    if isinstance(value, date) or (isinstance(value, float) and not math.isfinite(value)):
        return {f"!{_type_of(value)}": _text_of(value)}
    return value


def _tagged_key(key: object) -> str:
    if isinstance(key, str):
        return f"!str {key}" if key.startswith("!") else key
    return f"!{_type_of(key)} {_text_of(key)}"


def _type_of(value: object) -> str:
    return "null" if value is None else type(value).__name__


def _text_of(value: object) -> str:
    if value is None or isinstance(value, bool):
        import json

        return json.dumps(value)
    return value.isoformat() if isinstance(value, date | datetime) else repr(value)
