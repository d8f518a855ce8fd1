"""The fields of a resolved card, each from the nearest layer that has it, with its origin (CARD_SPEC 4)."""

from __future__ import annotations

from functools import cached_property

from assetcards.errors import FieldError
from assetcards.model.card import Card
from assetcards.model.field import Field, Origin
from assetcards.model.fields import ADDRESS_FIELDS, spec_of
from assetcards.model.layers import Layer
from assetcards.nodes import Value


class ResolvedFields:
    """The layers of a card, nearest first, with the fields that they have together, whatever these mean."""

    layer: Layer

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """All layers, nearest first."""
        return tuple(self.layer.down())

    @cached_property
    def name(self) -> str:
        """The name without environment."""
        return self.layer.name

    @property
    def env(self) -> str | None:
        """The environment of the override that applies to the card itself, or None."""
        override = self.layer.override
        return override.env if override else None

    @property
    def card(self) -> Card:
        """The plain card."""
        return next(layer.plain for layer in self.layer.down() if layer.plain is not None)

    @property
    def source(self) -> str:
        """The store that the plain card is from: `path:...`, `package:...`, `git:...@commit` or `memory:...`."""
        return str(self.card.tree.origin)

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """The cards that it consists of, nearest first; an override is before its plain card."""
        return tuple(card for layer in self.layers for card in layer.cards)

    @cached_property
    def chain(self) -> list[str]:
        """The names of the layers without environment, nearest first."""
        return [layer.name for layer in self.layers]

    @property
    def field_names(self) -> list[str]:
        """The names of all fields."""
        return list(dict.fromkeys(field for card in self.cards for field in card.fields))

    @property
    def fields(self) -> dict[str, Value]:
        """Every field with its value, without `name`; built again for each caller."""
        return {field: self.field(field).value for field in self.field_names}

    @property
    def origins(self) -> dict[str, Origin]:
        """Who wrote each field."""
        return {field: self.field(field).origin for field in self.field_names}

    def maybe_field(self, name: str) -> Field | None:
        """The field, or None when no layer has it."""
        card = self.layer.maybe_writer(name)
        return None if card is None else Field(name=name, owner=self.name, card=card, entry=card.fields[name])

    def field(self, name: str) -> Field:
        """The field. Raises FieldError when no layer has it."""
        field = self.maybe_field(name)
        if field is None:
            raise self._no_field(name)
        return field

    def _no_field(self, name: str) -> FieldError:
        url = self.maybe_field("url")
        hint = f"ask for it at {url.value}" if url and name in ADDRESS_FIELDS else ""
        return self.field_error(name, f"has no field {name!r}", hint)

    def field_error(self, name: str, problem: str, hint: str = "") -> FieldError:
        """The error, at its line, for a field or a value that the card does not have as it is asked for."""
        return FieldError(
            f"card {self.name!r} {problem}",
            card=self.name,
            field=name,
            path=self.card.path,
            line=self.card.line,
            source=self.source,
            hint=hint,
        )

    @property
    def references(self) -> dict[str, str]:
        """The cards that this one refers to: `base`, and every field `X_ref` that is a string."""
        names = [name for name in self.field_names if name == "base" or spec_of(name).is_reference]
        return {name: text for name in names if (text := self.maybe_reference(name)) is not None}

    def maybe_reference(self, name: str) -> str | None:
        """The card that a field refers to; None when there is no such field, or it is not a string."""
        found = self.layer.find(name)
        text = getattr(found.entry.value, "value", None) if found is not None else None
        return text.strip() if isinstance(text, str) else None
