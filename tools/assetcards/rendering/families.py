"""Families, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from assetcards.commands.families import FamilyList, KnownFamily
from assetcards.escaping import safe
from assetcards.rendering.columns import render_columns
from assetcards.rendering.counts import render_count
from assetcards.rendering.display import Display
from assetcards.rendering.documents import describe_revision
from assetcards.rendering.formats import Formats, as_json


def render_list(found: FamilyList, display: Display) -> str:
    """A line for each family."""
    rows = [
        (display.style(safe(f"{each.kind}:{each.name}"), "heading"), _architectures(each), safe(render_source(each)))
        for each in found.families
    ]
    return "".join(f"{line}\n" for line in render_columns(rows, indent=""))


def _architectures(family: KnownFamily) -> str:
    count = len(family.architectures)
    return render_count(count, "architecture") if count else "" if family.takes_config else "takes no config"


def render_source(family: KnownFamily) -> str:
    """What describes a family."""
    return family.source or "not described (catalog.toml)"


def describe_list(found: FamilyList) -> dict[str, object]:
    """The families as a document."""
    return {"revision": describe_revision(found.revision), "families": list(map(asdict, found.families))}


def render_document(document: Mapping[str, Any]) -> str:
    """A document `assetcards-families`: the same bytes for the same families."""
    return json.dumps(document, indent=1, sort_keys=True) + "\n"


FORMATS: Formats[FamilyList] = {"text": render_list, "json": as_json(describe_list)}
