"""Configs as the code of families gets them, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assetcards.dotted import dotted_name
from assetcards.escaping import safe
from assetcards.families.opened import OpenedKind
from assetcards.families.opening import DefaultOrigin, OpenedLeaf
from assetcards.opening.variables import variables_in
from assetcards.rendering.columns import render_columns
from assetcards.rendering.display import Display
from assetcards.rendering.documents import written_in_full
from assetcards.values import render_value

_OPENED = ("family", "source", "architecture", "config", "has_checks")


def describe_opened(opened: Iterable[OpenedKind]) -> dict[str, object]:
    """The configs by kind, as a part of a document for programs."""
    return {each.kind: _describe_kind(each) for each in opened}


def _describe_kind(opened: OpenedKind) -> dict[str, object]:
    """A config as it is opened; a value without a card is from the architecture, or else from the config class."""
    origins = {dotted_name(leaf.path): _describe_leaf_origin(leaf) for leaf in opened.leaves}
    parts = opened._asdict()
    return {**{name: parts[name] for name in _OPENED}, "origins": origins}


def _describe_leaf_origin(leaf: OpenedLeaf) -> dict[str, object]:
    """Where a value is from, and the variables that are replaced in it when the asset is opened, if there are any."""
    variables = variables_in(leaf.value)
    used = {"variables": variables} if variables else {}
    origin = leaf.origin
    if isinstance(origin, DefaultOrigin):
        return {"architecture": origin.architecture, **used}
    return {"card": written_in_full(origin.card.full_name), "path": origin.card.path, "line": origin.line, **used}


def opened_blocks(opened: Iterable[OpenedKind], display: Display) -> Iterator[list[str]]:
    """For each kind the lines of its config, every value with where it is from."""
    for each in opened:
        architecture = f", architecture {each.architecture}" if each.architecture else ""
        title = f"{each.kind} config, opened ({each.family}{architecture}; {each.source})"
        rows = [
            (safe(dotted_name(leaf.path)), render_value(leaf.value), _opened_from(leaf, display))
            for leaf in each.leaves
        ]
        checks = ["    its code checks this config further"] if each.has_checks else []
        block = render_columns(rows, indent="    ") or ["    none"]
        yield [f"  {display.style(safe(title), 'heading')}", *block, *checks]


def _opened_from(leaf: OpenedLeaf, display: Display) -> str:
    origin = leaf.origin
    if isinstance(origin, DefaultOrigin):
        text = f"architecture {origin.architecture}" if origin.architecture else "default of the class"
    else:
        where = f"{display.to_root(origin.card.tree.origin)}{origin.card.path}:{origin.line}"
        text = f"from {origin.card.full_name} ({where})"
    variables = variables_in(leaf.value)
    used = f", with the variable{'s' * (len(variables) > 1)} {', '.join(variables)}" if variables else ""
    return display.style(safe(f"{text}{used}"), "dim")
