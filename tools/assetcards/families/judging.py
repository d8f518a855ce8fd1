"""Holds resolved cards against the families that a catalog knows: what their code would not take."""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.dotted import dotted_name
from assetcards.families.checking import Fault, FaultKind, faults_of
from assetcards.families.description import FamilyDescription
from assetcards.families.known import KnownFamilies
from assetcards.families.misplaced import maybe_family_with, maybe_other_location
from assetcards.families.opening import opened_config
from assetcards.families.wording import listed
from assetcards.findings import Finding, finding_of
from assetcards.model.card import KINDS
from assetcards.model.field import Field
from assetcards.model.layers import Written
from assetcards.model.resolved import ResolvedCard
from assetcards.names import suggest_names
from assetcards.nodes import ScalarNode

KEY_UNKNOWN, REFUSED, LOSSY, MISSING = "C704", "C705", "C706", "C707"
_CODES = {
    FaultKind.UNKNOWN_KEY: KEY_UNKNOWN,
    FaultKind.REFUSED: REFUSED,
    FaultKind.LOSSY: LOSSY,
    FaultKind.MISSING: MISSING,
}


def family_fields(card: ResolvedCard) -> Iterator[tuple[str, str, Written]]:
    """The kinds of a card that name a family, each with the family, and who wrote it."""
    for kind in KINDS:
        found = card.layer.find(f"{kind}_family")
        name = maybe_text(found)
        if found is not None and name is not None:
            yield kind, name, found


def architecture_of(card: ResolvedCard, kind: str) -> str | None:
    """The architecture that a card names; None when it names none, and for kinds that have none."""
    return maybe_text(card.layer.find("model_arch")) if kind == "model" else None


def maybe_text(found: Written | None) -> str | None:
    """The string of a field, stripped; None when there is none, it is empty, or it is something else."""
    node = found.entry.value if found is not None else None
    text = node.value if isinstance(node, ScalarNode) else None
    return text.strip() or None if isinstance(text, str) else None


def findings_of(known: KnownFamilies, card: ResolvedCard, *, is_base: bool) -> Iterator[Finding]:
    """All that the code of described families would not take; what only opening needs is not asked of a base."""
    for kind, name, written in family_fields(card):
        family = known.maybe_description(kind, name)
        if family is not None:
            yield from findings_of_described(known, card, family, is_base=is_base)
        elif known.closed and not known.is_known(kind, name):
            yield _undeclared(known, kind, name, written)


def findings_of_described(
    known: KnownFamilies, card: ResolvedCard, family: FamilyDescription, *, is_base: bool
) -> Iterator[Finding]:
    """What the code of the described family that a card names would not take."""
    architecture, patch = architecture_of(card, family.kind), card.composed(family.kind)
    is_whole = not is_base and family.has_base_config(architecture)
    if architecture is not None and architecture not in known.architectures(family):
        yield _unknown_architecture(known, family, architecture, card.field("model_arch"))
    elif is_whole and architecture is None and family.no_defaults and (family.architectures or patch is None):
        yield _no_defaults(known, family, card.field(f"{family.kind}_family"))
        is_whole = False
    if patch is not None:
        for fault in faults_of(family, patch, opened_config(family, architecture, patch)):
            if is_whole or fault.kind is not FaultKind.MISSING:
                message, hint = _words(family, fault)
                if fault.kind is FaultKind.UNKNOWN_KEY:
                    hint = maybe_other_location(family, fault.path, _others(known, card, family)) or hint
                yield finding_of(_CODES[fault.kind], fault.card, (fault.line, fault.column), message, hint)


def _others(known: KnownFamilies, card: ResolvedCard, family: FamilyDescription) -> Iterator[FamilyDescription]:
    """The described families that a card names for its other kinds."""
    found = (known.maybe_description(kind, name) for kind, name, _ in family_fields(card) if kind != family.kind)
    return filter(None, found)


def _undeclared(known: KnownFamilies, kind: str, name: str, family: Written) -> Finding:
    close = suggest_names(name, known.names(kind), limit=1)
    declare = f"declare it in catalog.toml: [families.{kind}.{name}]"
    hint = f"did you mean {close[0]!r}? if not, {declare}" if close else declare
    message = f"{kind} family {name!r} is none of those of this catalog, which are closed"
    return finding_of("C702", family.card, family.entry.value, message, hint)


def _unknown_architecture(known: KnownFamilies, family: FamilyDescription, name: str, field: Field) -> Finding:
    names = known.architectures(family)
    close = suggest_names(name, names, limit=1)
    other = maybe_family_with(name, (each for each in known.described.values() if each.kind == family.kind))
    hint = f"did you mean {close[0]!r}?" if close else listed(names, family)
    if other and not close:
        hint = f"{other} has it: correct the family, or the architecture"
    return finding_of("C703", field.card, field.entry.value, f"{family.name} has no architecture {name!r}", hint)


def _no_defaults(known: KnownFamilies, family: FamilyDescription, field: Field) -> Finding:
    names = known.architectures(family)
    lacks = ("names no architecture", listed(names, family))
    there, hint = lacks if names else (f"has no {family.kind}_config", f"write {family.kind}_config")
    message = f"{family.name} has no default config, and the card {there}"
    return finding_of(MISSING, field.card, field.entry.value, message, hint)


def _words(family: FamilyDescription, fault: Fault) -> tuple[str, str]:
    """What is wrong, and how to fix it."""
    if family.config is None:
        return f"{family.name} takes no config", "remove it"
    leaf = dotted_name([f"{family.kind}_config", *fault.path])
    if fault.kind is FaultKind.UNKNOWN_KEY:
        return f"{family.name} has no config key {dotted_name(fault.path)!r}", fault.expected
    if fault.kind is FaultKind.MISSING:
        return f"{leaf} has no value, and {family.name} has no default for it", f"write {fault.expected}"
    does = "takes and changes" if fault.kind is FaultKind.LOSSY else "does not take"
    hint = f"write {fault.expected}" if fault.expected else "remove it"
    if fault.what == "null" and len(fault.path) == 1:
        hint += f"; `_del_: [{fault.path[0]}]` takes back what is below"
    return f"{leaf} is {fault.what}, which {family.name} {does}", hint
