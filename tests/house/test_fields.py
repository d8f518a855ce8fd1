"""docs/cards.md has a row for every field of the table, which says what the field holds."""

from __future__ import annotations

import re

from assetcards.model.fields import FIELDS, FieldType
from tests.house.sources import ROOT

HOLDS: dict[FieldType | None, str] = {
    FieldType.STRING: "string",
    FieldType.STRING_OR_NULL: "string or null",
    FieldType.STRINGS: "sequence of strings",
    FieldType.MAPPING: "mapping",
    FieldType.FLAG: "boolean",
    FieldType.NUMBER: "integer",
    FieldType.NUMBER_OR_NULL: "integer or null",
}


def fields_of_the_page() -> list[tuple[str, str]]:
    """Each field that the table of the page has, with what it holds."""
    page = (ROOT / "docs" / "cards.md").read_text("utf-8")
    table = page.partition("| field | holds | meaning |\n")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|", maxsplit=2)] for line in table.splitlines()[1:]]
    return [(name, holds) for names, holds, meaning in rows if meaning for name in re.findall(r"`(\w+)`", names)]


def test_the_page_on_cards_has_a_row_for_every_field_with_what_it_holds() -> None:
    assert sorted(fields_of_the_page()) == sorted((name, HOLDS[spec.type]) for name, spec in FIELDS.items())
