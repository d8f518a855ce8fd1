"""The table of fields: what each means when cards are read, checked, compared and shown (CARD_SPEC 4 and 5).

A new field with a checked type is a row here, and one in docs/cards.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum, StrEnum, auto
from functools import lru_cache
from typing import NamedTuple

from assetcards.model.card import KINDS
from assetcards.names import one_edit_apart
from assetcards.nodes import MappingNode, Node, ScalarNode, SequenceNode


class FieldType(StrEnum):
    """The type of a field, as messages name it."""

    STRING = "a string"
    STRING_OR_NULL = "a string or null"
    STRINGS = "a sequence of strings"
    MAPPING = "a mapping"
    FLAG = "a boolean"
    NUMBER = "an integer"
    NUMBER_OR_NULL = "an integer or null"


class Address(Enum):
    """Whether the string of a field is an address, and who uses it."""

    LOADED = auto()
    """Always an address, which programs load from."""
    PAGE = auto()
    """Always an address, which only people visit."""
    BY_LOOK = auto()
    """An address if it starts like a URI or a path: the meaning of the field is unknown."""
    NEVER = auto()


class FieldSpec(NamedTuple):
    """What a field means.

    `type` is None when it may hold anything. `digest` is the field with the digest of the file at an address,
    `revision` that with the commit of the hub repository there.
    `is_reference` says that it names a card, `is_registered` that fairseq2 looks its string up among the names that
    programs have registered, and `of_one_card` that it is about the card that writes it, not about cards that inherit
    from it.
    """

    type: FieldType | None
    address: Address = Address.NEVER
    digest: str = ""
    revision: str = ""
    is_reference: bool = False
    is_registered: bool = False
    of_one_card: bool = False

    @property
    def holds_strings(self) -> bool:
        """Whether it may hold strings only: one, or a sequence of them."""
        return self.type in (FieldType.STRING, FieldType.STRING_OR_NULL, FieldType.STRINGS)


def config_keys(kind: str) -> tuple[str, str, str]:
    """The three spellings of a kind's config, in the order of precedence."""
    return f"{kind}_config_overrides", f"{kind}_config_override", f"{kind}_config"


CONFIG_KINDS: Mapping[str, str] = {key: kind for kind in KINDS for key in config_keys(kind)}
"""From each spelling of a config to its kind."""

_STRING = FieldSpec(FieldType.STRING)
_OPTIONAL = FieldSpec(FieldType.STRING_OR_NULL)


def _loaded(field: str) -> FieldSpec:
    digest, revision = f"{field}_sha256", f"{field}_revision"
    return FieldSpec(FieldType.STRING_OR_NULL, Address.LOADED, digest=digest, revision=revision)


FIELDS: Mapping[str, FieldSpec] = {
    "name": _STRING,
    "base": _OPTIONAL,
    **{f"{kind}_family": FieldSpec(FieldType.STRING, is_registered=True) for kind in KINDS},
    "model_arch": FieldSpec(FieldType.STRING, is_registered=True),
    **dict.fromkeys(CONFIG_KINDS, FieldSpec(FieldType.MAPPING)),
    **{field: _loaded(field) for field in ("checkpoint", "tokenizer", "data")},
    "checkpoint_sha256": _OPTIONAL,
    "tokenizer_sha256": _OPTIONAL,
    "data_sha256": _OPTIONAL,
    "checkpoint_revision": _OPTIONAL,
    "tokenizer_revision": _OPTIONAL,
    "data_revision": _OPTIONAL,
    "checkpoint_path": _STRING,
    "tokenizer_path": _STRING,
    "tokenizer_ref": FieldSpec(FieldType.STRING, is_reference=True),
    "url": FieldSpec(FieldType.STRING_OR_NULL, Address.PAGE),
    "description": FieldSpec(FieldType.STRING_OR_NULL, of_one_card=True),
    "license": _OPTIONAL,
    "owners": FieldSpec(FieldType.STRINGS),
    "deprecated": FieldSpec(FieldType.MAPPING, of_one_card=True),
    "context_length": FieldSpec(FieldType.NUMBER_OR_NULL),
    "parameters": FieldSpec(FieldType.NUMBER_OR_NULL),
    "langs": FieldSpec(FieldType.STRINGS),
    "default_lang": _OPTIONAL,
    "restrict": FieldSpec(FieldType.FLAG),
    "use_v2_tokenizer": FieldSpec(FieldType.FLAG),
    "num_shards": FieldSpec(FieldType.NUMBER),
    "input_size": FieldSpec(FieldType.NUMBER),
}
"""The fields that are known by name. fairseq2 0.8.1 refuses a null where this says `STRING`, `FLAG` or `NUMBER`."""

_PATTERNS: tuple[tuple[re.Pattern[str], FieldSpec], ...] = (
    (re.compile(r"(?s:.*)_ref"), FieldSpec(FieldType.STRING_OR_NULL, Address.BY_LOOK, is_reference=True)),
    (
        re.compile(r"(?:.*_)?(?:sha|md5|digest|checksum|commit|revision|rev)\d*"),
        FieldSpec(FieldType.STRING_OR_NULL, Address.BY_LOOK),
    ),
    (
        re.compile(r"(?:.*_)?(?:url|homepage|website|page|docs|documentation|repo|repository|paper|blog|readme|demo)"),
        FieldSpec(None),
    ),
)
"""The meaning of fields that are named like references, digests and revisions, or addresses for people."""

_UNKNOWN = FieldSpec(None, Address.BY_LOOK)

ADDRESS_FIELDS = tuple(name for name, spec in FIELDS.items() if spec.address is Address.LOADED)
"""The fields that are always addresses, and that something is loaded from."""

FIELDS_OF_ONE_CARD = tuple(name for name, spec in FIELDS.items() if spec.of_one_card)
"""The fields about the card that writes them, not about cards that inherit from it."""

OLD_NAMES: Mapping[str, tuple[str, ...]] = {
    **{f"{kind}_type": (f"{kind}_family",) for kind in KINDS},
    "family": tuple(f"{kind}_family" for kind in KINDS),
    "arch": ("model_arch",),
}
"""What fields of the first releases of fairseq2 are called today."""


@lru_cache(maxsize=4096)  # a catalog has few names of fields, each in thousands of cards
def spec_of(name: str) -> FieldSpec:
    """The meaning of a field: by its name, or by what its name looks like.

    >>> spec_of("checkpoint").digest, spec_of("vocoder_ref").is_reference, spec_of("note").address
    ('checkpoint_sha256', True, <Address.BY_LOOK: 3>)
    """
    known = FIELDS.get(name)
    return known or next((spec for pattern, spec in _PATTERNS if pattern.fullmatch(name)), _UNKNOWN)


def is_known_by_its_look(name: str) -> bool:
    """Whether the name of a field says what it is: a reference, a digest, a revision, or an address for people.

    >>> is_known_by_its_look("vocoder_ref"), is_known_by_its_look("note")
    (True, False)
    """
    return spec_of(name) is not _UNKNOWN


@lru_cache(maxsize=4096)
def resembles_family(name: str) -> bool:
    """Whether a field is a family, of a kind that somebody else knows as well, or is meant to be one.

    >>> [resembles_family(name) for name in ("vocoder_family", "model_familly", "model_type", "model_arch")]
    [True, True, True, False]
    """
    families = [f"{kind}_family" for kind in KINDS]
    return name.endswith("_family") or name in OLD_NAMES or any(one_edit_apart(name, family) for family in families)


def maybe_misfit(node: Node, expected: FieldType) -> Node | None:
    """The part of a value that is not of the type: an item of a sequence of strings, or the value itself; else None.

    Null fits `STRING_OR_NULL`, a sequence and a mapping: it removes an inherited value.
    """
    if isinstance(node, ScalarNode):
        return None if _scalar_fits(node, expected) else node
    if isinstance(node, SequenceNode) and expected is FieldType.STRINGS:
        return next((item for item in node.items if not _is_string(item)), None)
    return None if isinstance(node, MappingNode) and expected is FieldType.MAPPING else node


def maybe_name_problem(name: str, node: Node) -> tuple[str, str] | None:
    """Why a string cannot be the name of a family or an architecture, and what to do; None for other fields.

    >>> maybe_name_problem("model_arch", ScalarNode("", "", False, 1, 1))
    ('is empty', 'write a registered name')
    """
    if not spec_of(name).is_registered or not isinstance(node, ScalarNode) or not isinstance(node.value, str):
        return None
    if not node.value.strip():
        return "is empty", "write a registered name"
    return ("starts or ends with whitespace", "remove it") if node.value != node.value.strip() else None


def _scalar_fits(node: ScalarNode, expected: FieldType) -> bool:
    if node.value is None:
        return expected in (FieldType.STRING_OR_NULL, FieldType.NUMBER_OR_NULL, FieldType.STRINGS, FieldType.MAPPING)
    if expected in (FieldType.STRING, FieldType.STRING_OR_NULL):
        return isinstance(node.value, str)
    if expected is FieldType.FLAG:
        return isinstance(node.value, bool)
    is_number = expected in (FieldType.NUMBER, FieldType.NUMBER_OR_NULL)
    return is_number and isinstance(node.value, int) and not isinstance(node.value, bool)


def _is_string(node: Node) -> bool:
    return isinstance(node, ScalarNode) and isinstance(node.value, str)
