"""The table of fields: what each means to those who read, check, compare and show cards (CARD_SPEC 4 and 5).

A field that is new, with the type that is checked, is a row here, and one in docs/cards.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum, StrEnum, auto
from typing import NamedTuple

from assetcards.model.card import KINDS
from assetcards.nodes import MappingNode, Node, ScalarNode, SequenceNode


class FieldType(StrEnum):
    """What a field may hold, in the words of messages."""

    TEXT = "text"
    TEXT_OR_NULL = "text or null"
    TEXTS = "a list of texts"
    MAPPING = "a mapping"
    FLAG = "true or false"
    NUMBER = "a whole number"


class Address(Enum):
    """Whether the text of a field is an address, and who goes there."""

    LOADED = auto()
    """It is, whatever it looks like, and programs load from it."""
    PAGE = auto()
    """It is, whatever it looks like, and only people go there."""
    BY_LOOK = auto()
    """It is when it begins like a URI or a path: nobody knows what the field means."""
    NEVER = auto()


class FieldSpec(NamedTuple):
    """What a field means.

    `type` is None when it may hold anything. `digest` is the field with the digest of the file at an address.
    `is_reference` says that it names a card, `is_registered` that fairseq2 looks its text up among the names that
    programs have registered, and `of_one_card` that it speaks of the card that writes it, not of those that inherit
    from it.
    """

    type: FieldType | None
    address: Address = Address.NEVER
    digest: str = ""
    is_reference: bool = False
    is_registered: bool = False
    of_one_card: bool = False

    @property
    def holds_text(self) -> bool:
        """Whether it may hold text, or a list of texts, and nothing else."""
        return self.type in (FieldType.TEXT, FieldType.TEXT_OR_NULL, FieldType.TEXTS)


def config_keys(kind: str) -> tuple[str, str, str]:
    """The three spellings of a kind's config, in the order in which they count."""
    return f"{kind}_config_overrides", f"{kind}_config_override", f"{kind}_config"


CONFIG_KINDS: Mapping[str, str] = {key: kind for kind in KINDS for key in config_keys(kind)}
"""From each spelling of a config to its kind."""

_TEXT = FieldSpec(FieldType.TEXT)
_OPTIONAL = FieldSpec(FieldType.TEXT_OR_NULL)

FIELDS: Mapping[str, FieldSpec] = {
    "name": _TEXT,
    "base": _OPTIONAL,
    **{f"{kind}_family": FieldSpec(FieldType.TEXT, is_registered=True) for kind in KINDS},
    "model_arch": FieldSpec(FieldType.TEXT, is_registered=True),
    **dict.fromkeys(CONFIG_KINDS, FieldSpec(FieldType.MAPPING)),
    "checkpoint": FieldSpec(FieldType.TEXT_OR_NULL, Address.LOADED, digest="checkpoint_sha256"),
    "tokenizer": FieldSpec(FieldType.TEXT_OR_NULL, Address.LOADED, digest="tokenizer_sha256"),
    "data": FieldSpec(FieldType.TEXT_OR_NULL, Address.LOADED, digest="data_sha256"),
    "checkpoint_sha256": _OPTIONAL,
    "tokenizer_sha256": _OPTIONAL,
    "data_sha256": _OPTIONAL,
    "checkpoint_path": _TEXT,
    "tokenizer_path": _TEXT,
    "tokenizer_ref": FieldSpec(FieldType.TEXT, is_reference=True),
    "url": FieldSpec(FieldType.TEXT_OR_NULL, Address.PAGE),
    "description": FieldSpec(FieldType.TEXT_OR_NULL, of_one_card=True),
    "license": _OPTIONAL,
    "owners": FieldSpec(FieldType.TEXTS),
    "deprecated": FieldSpec(FieldType.MAPPING, of_one_card=True),
    "langs": FieldSpec(FieldType.TEXTS),
    "default_lang": _OPTIONAL,
    "restrict": FieldSpec(FieldType.FLAG),
    "use_v2_tokenizer": FieldSpec(FieldType.FLAG),
    "num_shards": FieldSpec(FieldType.NUMBER),
    "input_size": FieldSpec(FieldType.NUMBER),
}
"""The fields that are known by name. fairseq2 0.8.1 refuses a null where this says `TEXT`, `FLAG` or `NUMBER`."""

_PATTERNS: tuple[tuple[re.Pattern[str], FieldSpec], ...] = (
    (re.compile(r"(?s:.*)_ref"), FieldSpec(FieldType.TEXT_OR_NULL, Address.BY_LOOK, is_reference=True)),
    (
        re.compile(r"(?:.*_)?(?:sha|md5|digest|checksum|commit|revision|rev)\d*"),
        FieldSpec(FieldType.TEXT_OR_NULL, Address.BY_LOOK),
    ),
    (
        re.compile(r"(?:.*_)?(?:url|homepage|website|page|docs|documentation|repo|repository|paper|blog|readme|demo)"),
        FieldSpec(None),
    ),
)
"""What fields mean that are named like references, like digests and revisions, and like addresses for people."""

_UNKNOWN = FieldSpec(None, Address.BY_LOOK)

ADDRESS_FIELDS = tuple(name for name, spec in FIELDS.items() if spec.address is Address.LOADED)
"""The fields that are addresses whatever they look like, and that something is loaded from."""

FIELDS_OF_ONE_CARD = tuple(name for name, spec in FIELDS.items() if spec.of_one_card)
"""The fields that speak of the card that writes them, not of those that inherit from it."""


def spec_of(name: str) -> FieldSpec:
    """What a field means: by its name, or by what it is named like.

    >>> spec_of("checkpoint").digest, spec_of("vocoder_ref").is_reference, spec_of("note").address
    ('checkpoint_sha256', True, <Address.BY_LOOK: 3>)
    """
    known = FIELDS.get(name)
    return known or next((spec for pattern, spec in _PATTERNS if pattern.fullmatch(name)), _UNKNOWN)


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
    if not spec_of(name).is_registered or not isinstance(node, ScalarNode) or not isinstance(node.value, str):
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
