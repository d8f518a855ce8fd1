"""The page of a family, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from assetcards.commands.families import MAX_KEYS, ConfigKey, FamilyPage, FamilyPages
from assetcards.dotted import dotted_name
from assetcards.escaping import safe
from assetcards.rendering.columns import render_columns
from assetcards.rendering.display import Display
from assetcards.rendering.documents import describe_revision
from assetcards.rendering.families import render_source
from assetcards.rendering.formats import Formats, as_json


def render_pages(found: FamilyPages, display: Display) -> str:
    """The architectures and the config keys of each family of a name."""
    return "\n".join(line for page in found.pages for line in _page_lines(page, display)) + "\n"


def _page_lines(page: FamilyPage, display: Display) -> Iterator[str]:
    family = page.family
    yield display.style(safe(f"{family.kind}:{family.name}"), "heading") + f"  {safe(render_source(family))}"
    if family.has_checks:
        yield "  its code checks a config further when it is opened"
    if page.no_defaults:
        yield "  has no default config: a card names an architecture"
    if family.architectures:
        yield "  architectures"
        yield from (f"    {safe(name)}" for name in family.architectures)
    if page.keys:
        yield "  config"
        yield from render_columns([_row(key) for key in page.keys], indent="    ")
        if len(page.keys) == MAX_KEYS:
            yield f"    and more: these are the first {MAX_KEYS}"
    elif not family.takes_config:
        yield "  takes no config"


def _row(key: ConfigKey) -> tuple[str, str, str]:
    default = safe(json.dumps(key.default, ensure_ascii=False)) if key.has_default else "no default"
    return safe(dotted_name(key.path)), safe(key.takes), default


def describe_pages(found: FamilyPages) -> dict[str, object]:
    """The families of a name as a document, with the schema of the config of each."""
    families = [{**asdict(page.family), "config": page.schema} for page in found.pages]
    return {"revision": describe_revision(found.revision), "name": found.name, "families": families}


FORMATS: Formats[FamilyPages] = {"text": render_pages, "json": as_json(describe_pages)}
