"""The configs of a card as the code of its families gets them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from assetcards.errors import CardError, FieldError
from assetcards.families.description import FamilyDescription
from assetcards.families.judging import LOSSY, architecture_of, family_fields, findings_of, findings_of_described
from assetcards.families.known import KnownFamilies, known_families
from assetcards.families.opening import OpenedLeaf, opened_config, opened_leaves
from assetcards.findings import Finding
from assetcards.model.catalog import Catalog
from assetcards.model.resolved import ResolvedCard


class OpenedKind(NamedTuple):
    """The config of one kind as the code of its family gets it; `source` is what describes the family.

    `has_checks` is whether that code checks it further.
    """

    kind: str
    family: str
    source: str
    architecture: str | None
    config: Any
    leaves: tuple[OpenedLeaf, ...]
    has_checks: bool


def open_configs(catalog: Catalog, card: ResolvedCard) -> tuple[OpenedKind, ...]:
    """The config of each kind whose family is described.

    Raises CardError when the code of a family would not take one, FieldError when no family is described.
    """
    known = known_families(catalog)
    _check_architectures(known, card)
    wrong = [finding for finding in findings_of(known, card, is_base=False) if finding.code != LOSSY]
    if wrong:
        raise CardError(card.name, wrong)
    opened = tuple(_opened(known, card))
    if not opened:
        families = [f"{kind} family {name!r}" for kind, name, _ in family_fields(card)]
        message = f"nothing describes the {' or the '.join(families)}" if families else "the card has no family"
        hint = "`catalog families list` has those that are described" if families else "show it without --opened"
        where = card.card
        raise FieldError(message, card=card.name, field="", path=where.path, line=where.line, hint=hint)
    return opened


def _check_architectures(known: KnownFamilies, card: ResolvedCard) -> None:
    for kind, name, _ in family_fields(card):
        family, architecture = known.maybe_description(kind, name), architecture_of(card, kind)
        declared = known.declared.get((kind, name), ())
        if family is not None and architecture in declared and not family.has_base_config(architecture):
            message = f"nothing describes the architecture {architecture!r} of {name}"
            hint = "catalog.toml only names it: describe the family again, with the code that registers it"
            where = card.field("model_arch")
            raise FieldError(
                message, card=card.name, field=where.name, path=where.card.path, line=where.origin.line, hint=hint
            )


def _opened(known: KnownFamilies, card: ResolvedCard) -> Iterator[OpenedKind]:
    for kind, name, _ in family_fields(card):
        family = known.maybe_description(kind, name)
        if family is not None:
            architecture, patch = architecture_of(card, kind), card.composed(kind)
            config = opened_config(family, architecture, patch)
            leaves = tuple(opened_leaves(family, architecture, patch, config)) if family.config is not None else ()
            yield OpenedKind(kind, name, family.source, architecture, config, leaves, family.has_checks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One kind of a card before the code of its family, which is described."""

    known: KnownFamilies
    family: FamilyDescription
    card: ResolvedCard

    @property
    def config(self) -> Any:
        """The config as that code would get it."""
        kind = self.family.kind
        return opened_config(self.family, architecture_of(self.card, kind), self.card.composed(kind))

    @property
    def refusals(self) -> list[Finding]:
        """Why the code would not take it; none when it would."""
        found = findings_of_described(self.known, self.card, self.family, is_base=False)
        return [finding for finding in found if finding.code != LOSSY]


def openings(known: KnownFamilies, card: ResolvedCard) -> Iterator[Opening]:
    """The kinds of a card whose family, and its architecture, are described."""
    for kind, name, _ in family_fields(card):
        family = known.maybe_description(kind, name)
        if family is not None and _is_described(known, family, architecture_of(card, kind)):
            yield Opening(known=known, family=family, card=card)


def _is_described(known: KnownFamilies, family: FamilyDescription, architecture: str | None) -> bool:
    """Not for an architecture that settings only name: what its config is nobody knows."""
    return family.has_base_config(architecture) or architecture not in known.architectures(family)
