"""Resolved cards: what the fields of a card say, its kinds, configs and URIs (CARD_SPEC 4)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from assetcards.dotted import split_dotted
from assetcards.errors import NotFoundError
from assetcards.model.card import KINDS, Kind
from assetcards.model.cautions import Deprecation, maybe_deprecation, maybe_gate
from assetcards.model.field import Field, looks_like_uri
from assetcards.model.fields import ADDRESS_FIELDS, CONFIG_KINDS, config_keys
from assetcards.model.layers import Layer
from assetcards.model.patches import Composed
from assetcards.model.resolved_fields import ResolvedFields
from assetcards.names import FullName, suggest_names
from assetcards.nodes import Value
from assetcards.public import public
from assetcards.values import as_json_key

if TYPE_CHECKING:
    from pathlib import Path

    from assetcards.model.patch_forms import Patch

T = TypeVar("T")

_ABSENT = object()


def check_kind(kind: str) -> None:
    """Raise NotFoundError for what is not a kind of card, which would silently match nothing."""
    kinds = (*KINDS, "other")
    if kind not in kinds:
        raise NotFoundError("kind", kind, suggest_names(kind, kinds) or kinds)


@dataclass(frozen=True, kw_only=True, eq=False)
class ResolvedCard(ResolvedFields):
    """What a card resolves to. Get one from `Catalog.card`.

    `layer` is the nearest of its `layers`, which are the cards that it consists of, nearest first.

    >>> from assetcards import MemoryTree, open_catalog
    >>> tree = MemoryTree("mine", cards=[
    ...     {"name": "tiny", "model_family": "llama", "checkpoint": "hg://org/tiny", "model_config": {"dropout": 0.1}},
    ...     {"name": "tiny_chat", "base": "tiny", "model_config": {"max_seq_len": 4096}},
    ... ])
    >>> card = open_catalog(tree, stores=[]).card("tiny_chat")
    >>> card.name, card.chain, card.kinds, card.source
    ('tiny_chat', ['tiny_chat', 'tiny'], ['model'], 'memory:mine')
    >>> card.uri("checkpoint"), card.config("model")
    ('hg://org/tiny', {'dropout': 0.1, 'max_seq_len': 4096})
    >>> card.maybe_field("license") is None, card.references, card.is_a("model", "llama")
    (True, {'base': 'tiny'}, True)
    """

    layer: Layer

    def __eq__(self, other: object) -> bool:
        """Whether both have the same name and environment, and the same fields and patches, wherever they are from."""
        if not isinstance(other, ResolvedCard):
            return NotImplemented
        return self is other or ((self.name, self.env) == (other.name, other.env) and self._content == other._content)

    def __hash__(self) -> int:
        return hash((self.name, self.env))

    @cached_property
    def _content(self) -> object:
        from assetcards.canonical import encode_canonical  # late: as below, because most cards are only shown

        fields = {name: value for name, value in self.fields.items() if name not in CONFIG_KINDS}
        return encode_canonical(fields), {kind: patch.text for kind, patch in self.patches.items()}

    def _repr_html_(self) -> str:
        """The card as a table, for notebooks."""
        from assetcards.model.notebook import render_html

        origins = self.origins
        rows = [[name, value, f"{origins[name].path}:{origins[name].line}"] for name, value in self.fields.items()]
        return render_html(["field", "value", "written in"], [["name", self.name, ""], *rows])

    def __repr__(self) -> str:
        return f"<ResolvedCard {str(FullName(self.name, self.env or ''))!r} from {self.source}>"

    @cached_property
    def kinds(self) -> list[Kind]:
        """The kinds K for which there is a field `K_family`, in fixed order; `["other"]` when there is none."""
        return [kind for kind in KINDS if self.layer.maybe_writer(f"{kind}_family")] or ["other"]

    def families(self) -> dict[str, Value]:
        """From each kind of the card to its family."""
        fields = {kind: self.maybe_field(f"{kind}_family") for kind in KINDS}
        return {kind: field.value for kind, field in fields.items() if field is not None}

    def is_a(self, kind: str | None = None, family: str | None = None) -> bool:
        """Whether the card is of a kind (`other` included) and of a family; with a kind, of that kind's family.

        Raises NotFoundError when there is no such kind.
        """
        if kind is not None:
            check_kind(kind)
        kinds = KINDS if kind is None else (kind,)
        return (kind is None or kind in self.kinds) and (
            family is None or any(self._has_family(k, family) for k in kinds)
        )

    def _has_family(self, kind: str, family: str) -> bool:
        found = self.layer.find(f"{kind}_family")
        return found is not None and getattr(found.entry.value, "value", None) == family

    @property
    def description(self) -> str | None:
        """What the card says of itself; None when it says nothing, whatever its bases say."""
        return self._own_string("description")

    @property
    def license(self) -> str | None:
        """The license, an SPDX expression most often."""
        field = self.maybe_field("license")
        return field.value if field is not None and isinstance(field.value, str) else None

    def _own_string(self, name: str) -> str | None:
        field = self.maybe_field(name)
        is_own = field is not None and field.card.name == self.name
        return field.value if field is not None and is_own and isinstance(field.value, str) else None

    @property
    def deprecation(self) -> Deprecation | None:
        """What the card says of its own removal; None when it is not deprecated, whatever its bases are."""
        found = self.layer.find("deprecated")
        return maybe_deprecation(found.entry) if found is not None and found.card.name == self.name else None

    @property
    def gated_at(self) -> str | None:
        """Where its asset has to be asked for, if the card has a `url` instead of an address of the asset."""
        return maybe_gate(self.kinds, lambda name: found.entry if (found := self.layer.find(name)) else None)

    def uri(self, field: str = "checkpoint") -> str | None:
        """A field as a URI; None when it is null.

        Raises FieldError when the field is absent or not a string; for a card with only a `url` the message says so.
        """
        found = self.field(field)
        return None if found.value is None else found.as_uri()

    def fetch(self, field: str = "checkpoint", **how: Any) -> Path:
        """The path on this machine of the asset that a field names, fetched first if need be, and held to its digest.

        As `assetcards.fetch`, which has what else can be said.
        """
        path: Path = public("fetch")(self, field, **how)
        return path

    @property
    def uris(self) -> dict[str, str]:
        """The URIs of checkpoint, tokenizer, data, and of every string field that looks like one."""
        return {field.name: field.as_uri() for field in map(self.field, self.field_names) if _is_uri(field)}

    @property
    def size(self) -> int:
        """About how many bytes the fields and the patches take when they are written out."""
        patches = (self.composed(kind) for kind in KINDS)
        return self.layer.extent.plus(*(patch.extent for patch in patches if patch is not None)).size

    def composed(self, kind: str) -> Composed | None:
        """The layers of a kind's config composed, or None.

        Raises CardError as `check_configs` does, NotFoundError when there is no such kind.
        """
        key = self.config_key(kind)
        return self.layer.patch(key) if key else None

    def config_key(self, kind: str) -> str | None:
        """The spelling of a kind's config that is in force: the first one with a value; None when no layer has any.

        Raises NotFoundError when there is no such kind.
        """
        check_kind(kind)
        return self._config_keys.get(kind)

    @cached_property
    def _config_keys(self) -> dict[str, str | None]:
        return {kind: next(filter(self.layer.has_value, config_keys(kind)), None) for kind in KINDS}

    def open(self, **how: Any) -> Any:
        """The asset, opened by the code of the card's family. `assetcards.open_asset` has what else can be said."""
        return public("open_asset")(self, **how)

    def check_configs(self) -> None:
        """Raises CardError when a directive in a config is malformed, or a config is too large."""
        for kind in KINDS if not self.layer.is_surely_sound else ():
            self.composed(kind)

    def patch(self, kind: str) -> Patch:
        """What the layers do to a config of a kind that is below them, such as the defaults of the family.

        Raises CardError as `check_configs` does, NotFoundError when there is no such kind.
        """
        from assetcards.model.patch_forms import Patch

        return Patch(kind=kind, composed=self.composed(kind))

    @property
    def patches(self) -> dict[str, Patch]:
        """The patch of each kind that has one."""
        return {kind: patch for kind in KINDS if (patch := self.patch(kind)).composed is not None}

    def config(self, kind: str, defaults: Any = None) -> Any:
        """The config of a kind, most often a `dict`: the layers merged onto the defaults, or onto nothing.

        None, or the defaults, when no layer has one. Built again for each caller. Raises CardError as `check_configs`
        does, NotFoundError when there is no such kind.

        >>> from assetcards import MemoryTree, open_catalog
        >>> tree = MemoryTree(cards=[{"name": "tiny", "model_config": {"_del_": ["dropout"], "layers": 4}}])
        >>> card = open_catalog(tree, stores=[]).card("tiny")
        >>> card.config("model"), card.config("model", defaults={"dropout": 0.1, "heads": 8})
        ({'layers': 4}, {'heads': 8, 'layers': 4})
        """
        return self.patch(kind).apply(defaults)

    def config_value(self, name: str, kind: type[T]) -> T:
        """One value of a config, by the keys that lead to it, checked to be of a type: `model.max_seq_len`, or `model`.

        An integer is not accepted as a boolean, nor the other way round. Raises FieldError when there is no such value
        or it is of another type, CardError as `check_configs` does, NotFoundError when there is no such kind.

        >>> from assetcards import MemoryTree, open_catalog
        >>> tree = MemoryTree(cards=[{"name": "tiny", "model_config": {"encoder": {"layers": 2}}}])
        >>> open_catalog(tree, stores=[]).card("tiny").config_value("model.encoder.layers", int)
        2
        """
        first, *keys = split_dotted(name) or [name]
        if not keys and first not in (*KINDS, *CONFIG_KINDS):
            raise self.field_error(name, f"has no value {name!r}")
        value = self.config(CONFIG_KINDS.get(first, first))
        for key in keys:
            below = value if isinstance(value, dict) else {}
            found = next((each for each in below if as_json_key(each) == key), _ABSENT)
            if found is _ABSENT:
                raise self.field_error(name, f"has no value {name!r}")
            value = below[found]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool and kind is not object):
            raise self.field_error(
                name, f"has a value of type {type(value).__name__}, not {kind.__name__}, at {name!r}"
            )
        return value

    def to_dict(self) -> dict[str, Any]:
        """All that the card resolves to; built again for each caller.

        >>> from assetcards import MemoryTree, open_catalog
        >>> card = open_catalog(MemoryTree(cards=[{"name": "tiny", "license": "MIT"}]), stores=[]).card("tiny")
        >>> card.to_dict()["fields"], list(card.to_dict())[:4]
        ({'license': 'MIT'}, ['name', 'env', 'chain', 'kinds'])
        """
        return {
            "name": self.name,
            "env": self.env,
            "chain": list(self.chain),
            "kinds": list(self.kinds),
            "fields": self.fields,
            "configs": self.configs,
            "patches": {kind: patch.document for kind, patch in self.patches.items()},
            "uris": self.uris,
            "references": self.references,
        }

    @property
    def configs(self) -> dict[str, Value]:
        """The config of each kind that has one, merged onto nothing."""
        return {kind: patch.apply(None) for kind, patch in self.patches.items()}


def _is_uri(field: Field) -> bool:
    """Whether a field is a string that is listed among the URIs of a card."""
    text = getattr(field.entry.value, "value", None)
    return isinstance(text, str) and (field.name in ADDRESS_FIELDS or looks_like_uri(text))
