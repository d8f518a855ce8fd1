"""The fields that cards are known to have, and what each may hold (CARD_SPEC 4 and 5, and fairseq2 0.8.1's loaders)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from assetcards.model.card import KINDS
from assetcards.model.resolved import config_keys
from assetcards.nodes import MappingNode, Node, ScalarNode, SequenceNode


class FieldType(StrEnum):
    """What a field may hold, in the words of messages."""

    TEXT = "text"
    TEXT_OR_NULL = "text or null"
    TEXTS = "a list of texts"
    MAPPING = "a mapping"
    FLAG = "true or false"
    NUMBER = "a whole number"


FIELD_TYPES: Mapping[str, FieldType] = {
    **{f"{kind}_family": FieldType.TEXT for kind in KINDS},
    **{key: FieldType.MAPPING for kind in KINDS for key in config_keys(kind)},
    **dict.fromkeys(("model_arch", "checkpoint_path", "tokenizer_path", "tokenizer_ref"), FieldType.TEXT),
    **dict.fromkeys(("checkpoint", "tokenizer", "data", "url"), FieldType.TEXT_OR_NULL),
    **dict.fromkeys(("description", "license", "default_lang"), FieldType.TEXT_OR_NULL),
    **dict.fromkeys(("checkpoint_sha256", "tokenizer_sha256"), FieldType.TEXT_OR_NULL),
    **dict.fromkeys(("owners", "langs"), FieldType.TEXTS),
    **dict.fromkeys(("restrict", "use_v2_tokenizer"), FieldType.FLAG),
    **dict.fromkeys(("num_shards", "input_size"), FieldType.NUMBER),
    "deprecated": FieldType.MAPPING,
}
"""The type of each field known by its name. fairseq2 refuses a null where this says `TEXT`, `FLAG` or `NUMBER`."""

_LOOKED_UP = frozenset({"model_arch", *(f"{kind}_family" for kind in KINDS)})
"""Fields whose text fairseq2 looks up among the names that programs have registered."""

KNOWN_FIELDS = frozenset({"name", "base", *FIELD_TYPES})
"""Every field that a card may have without anybody asking what it means."""

_DIGEST_OR_REVISION = re.compile(r"(?:.*_)?(?:sha|md5|digest|checksum|commit|revision|rev)\d*")


def maybe_field_type(name: str) -> FieldType | None:
    """What a field may hold: by its name, for every `X_ref`, and for what is named like a digest or a revision.

    >>> maybe_field_type("checkpoint"), maybe_field_type("vocoder_ref"), maybe_field_type("revision")
    (<FieldType.TEXT_OR_NULL: 'text or null'>, <FieldType.TEXT_OR_NULL: 'text or null'>, \
<FieldType.TEXT_OR_NULL: 'text or null'>)
    """
    known = FIELD_TYPES.get(name)
    if known is None and (name.endswith("_ref") or _DIGEST_OR_REVISION.fullmatch(name)):
        return FieldType.TEXT_OR_NULL
    return known


def maybe_misfit(node: Node, expected: FieldType) -> Node | None:
    """The part of a value that is not of the type: an item of a list of texts, or the value itself; else None.

    Null fits `TEXT_OR_NULL`, a list and a mapping: it takes an inherited value away.
    """
    if isinstance(node, ScalarNode):
        return None if _scalar_fits(node, expected) else node
    if isinstance(node, SequenceNode) and expected is FieldType.TEXTS:
        return next((item for item in node.items if not _is_text(item)), None)
    return None if isinstance(node, MappingNode) and expected is FieldType.MAPPING else node


def maybe_name_problem(name: str, node: Node) -> tuple[str, str] | None:
    """Why the text of a family or an architecture cannot be the name of one, and what to do; None for other fields.

    >>> maybe_name_problem("model_arch", ScalarNode("", "", False, 1, 1))
    ('is empty', 'write a name that is registered')
    """
    if name not in _LOOKED_UP or not isinstance(node, ScalarNode) or not isinstance(node.value, str):
        return None
    if not node.value.strip():
        return "is empty", "write a name that is registered"
    return ("has blanks at its ends", "take them away") if node.value != node.value.strip() else None


def _scalar_fits(node: ScalarNode, expected: FieldType) -> bool:
    if node.value is None:
        return expected in (FieldType.TEXT_OR_NULL, FieldType.TEXTS, FieldType.MAPPING)
    if expected in (FieldType.TEXT, FieldType.TEXT_OR_NULL):
        return isinstance(node.value, str)
    if expected is FieldType.FLAG:
        return isinstance(node.value, bool)
    return expected is FieldType.NUMBER and isinstance(node.value, int) and not isinstance(node.value, bool)


def _is_text(node: Node) -> bool:
    return isinstance(node, ScalarNode) and isinstance(node.value, str)
